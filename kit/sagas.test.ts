import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLog } from './log.ts';
import { saga, type SagaTable } from './saga.ts';
import { newRecord } from './saga-runner.ts';
import { createSagas, type Sagas } from './sagas.ts';
import { messageSchema } from './testing/message-schema.ts';
import { uuidv7 } from './uuid.ts';

let sample: Awaited<ReturnType<typeof messageSchema>>;
let sagas: Sagas;
/** Runs that wait at their step, to be let on one by one. */
let held: { id: string; goOn: () => void }[];
let holding: boolean;
const table: SagaTable = saga('Held', { input: z.unknown(), ids: [] }).step('wait', {
  run: ({ sagaId }) => (holding ? new Promise<void>((resolve) => held.push({ id: sagaId, goOn: resolve })) : Promise.resolve()),
  undo: async () => {},
});

/** A saga in the log; `free` when its owner has died. */
async function begun({ free = false, state = 'RUNNING' } = {}) {
  const record = newRecord(table, uuidv7(), null);
  await sample.sql`
    INSERT INTO sagas (id, name, state, input, ids, lease_until, deadline)
    VALUES (${record.id}, ${record.name}, ${state}, 'null', '{}', now() + ${free ? -1 : 60} * interval '1 second', now() + interval '1 hour')`;
  return record;
}
const states = async () => (await sample.sql<{ state: string }[]>`SELECT state FROM sagas ORDER BY state`).map((row) => row.state);
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the sagas of a context', () => {
  beforeAll(async () => {
    sample = await messageSchema('sagas');
    sagas = createSagas(sample.sql, [table], createLog('silent'));
  });
  afterAll(() => sample.close());
  beforeEach(async () => {
    [held, holding] = [[], false];
    await sample.sql`TRUNCATE sagas`;
  });

  test('a run can be waited for by others while it is under way, and no longer', async () => {
    holding = true;
    const record = await begun();
    expect(sagas.underWay(record.id)).toBeUndefined();
    const running = sagas.run(record);
    const other = sagas.underWay(record.id)!;
    await until(() => held.length === 1);
    held[0]!.goOn();
    expect(await Promise.all([running, other])).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(sagas.underWay(record.id)).toBeUndefined();
    expect(await states()).toEqual(['DONE']);
  });

  test('what dead owners left is driven to its end, so many at a time; what has an owner is left', async () => {
    for (let i = 0; i < 3; i++) await begun({ free: true });
    await begun();
    expect(await sagas.recover(2)).toBe(2);
    expect(await states()).toEqual(['DONE', 'DONE', 'RUNNING', 'RUNNING']);
    expect(await sagas.recover(10)).toBe(1);
    expect(await sagas.recover(10)).toBe(0);
    expect(await states()).toEqual(['DONE', 'DONE', 'DONE', 'RUNNING']);
  });

  test('one whose step takes its time keeps no others waiting, and takes one place of so many', async () => {
    holding = true;
    await begun({ free: true });
    expect(await sagas.recover(2)).toBe(1);
    holding = false;
    for (let i = 0; i < 2; i++) await begun({ free: true });
    expect(await sagas.recover(2)).toBe(1);
    expect(await states()).toEqual(['DONE', 'RUNNING', 'RUNNING']);
    held[0]!.goOn();
    await expect.poll(states).toEqual(['DONE', 'DONE', 'RUNNING']);
    expect(await sagas.recover(2)).toBe(1);
    expect(await states()).toEqual(['DONE', 'DONE', 'DONE']);
  });

  test('one that is taken up again is under way here as well', async () => {
    holding = true;
    const record = await begun({ free: true });
    const recovering = sagas.recover(1);
    await until(() => held.length === 1);
    expect(sagas.underWay(record.id)).toBeDefined();
    held[0]!.goOn();
    expect(await recovering).toBe(1);
  });

  test('a parked one that is woken goes on with the next recovery', async () => {
    const record = await begun({ state: 'WAITING' });
    expect(await sagas.recover(10)).toBe(0);
    await sagas.wake([record.id]);
    expect(await sagas.recover(10)).toBe(1);
    expect(await states()).toEqual(['DONE']);
  });

  test('a clean stop waits for what is under way', async () => {
    holding = true;
    const records = await Promise.all([begun(), begun()]);
    for (const record of records) void sagas.run(record);
    await until(() => held.length === 2);
    let drained = false;
    const draining = sagas.drain().then(() => {
      drained = true;
    });
    held[0]!.goOn();
    await sagas.underWay(held[0]!.id);
    expect(drained).toBe(false);
    held[1]!.goOn();
    await draining;
    expect(await states()).toEqual(['DONE', 'DONE']);
  });

  test('a saga of a name that nobody wrote is a bug', async () => {
    const record = { ...(await begun()), name: 'Unheard' };
    expect(() => sagas.run(record)).toThrow(/Unheard/);
  });
});
