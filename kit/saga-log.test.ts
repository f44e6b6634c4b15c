import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Entry, LEASE_MS, Overtaken, postgresSagaLog, type SagaState, type Write } from './saga-log.ts';
import { messageSchema } from './testing/message-schema.ts';
import { uuidv7 } from './uuid.ts';

const entry = (step: string): Entry => ({ step, kind: 'started' });
const writing = (id: string, epoch: number, more: Partial<Write> = {}): Write => ({
  id,
  epoch,
  entries: [],
  state: 'RUNNING',
  refusals: null,
  leaseMs: LEASE_MS,
  ...more,
});

describe('the log of sagas', () => {
  let sample: Awaited<ReturnType<typeof messageSchema>>;
  let log: ReturnType<typeof postgresSagaLog>;
  const statements: string[] = [];
  beforeAll(async () => {
    sample = await messageSchema('saga_log', { onQuery: (text) => statements.push(text) });
    log = postgresSagaLog(sample.sql);
  });
  afterAll(() => sample.close());
  beforeEach(async () => void (await sample.sql`TRUNCATE sagas`));

  /** A saga as somebody left it; `lease` and `deadline` are seconds from now. */
  async function left({ state = 'RUNNING' as SagaState, lease = -1, deadline = 600, epoch = 1 } = {}): Promise<string> {
    const id = uuidv7();
    await sample.sql`
      INSERT INTO sagas (id, name, state, epoch, input, ids, lease_until, deadline) VALUES (${id}, 'test', ${state}, ${epoch}, '{}', '{}',
        now() + ${lease} * interval '1 second', now() + ${deadline} * interval '1 second')`;
    return id;
  }
  const row = async (id: string) =>
    (
      await sample.sql<{ state: SagaState; epoch: number; log: Entry[]; free: boolean; lease: number }[]>`
      SELECT state, epoch, log, lease_until <= now() AS free, extract(epoch FROM lease_until - now())::float8 AS lease FROM sagas WHERE id = ${id}`
    )[0]!;
  const steps = async (id: string) => (await row(id)).log.map((it) => it.step);
  const claimed = async (limit = 100) => (await log.claim(limit)).map((saga) => saga.id).sort();

  test('keeps what is written, in the order it was written, and extends the lease', async () => {
    const id = await left({ lease: 1 });
    await log.write(writing(id, 1, { entries: [entry('a'), entry('b')] }));
    await log.write(writing(id, 1, { entries: [entry('c')], state: 'COMPENSATING', refusals: [{ code: 'NO', message: 'No.' }] }));
    expect(await row(id)).toMatchObject({ state: 'COMPENSATING', log: ['a', 'b', 'c'].map(entry), free: false });
    expect((await row(id)).lease).toBeGreaterThan(3);
    expect(await sample.sql`SELECT refusals->0->>'code' AS code FROM sagas`).toEqual([{ code: 'NO' }]);
  });

  test('says when the deadline has passed, by its own clock', async () => {
    const [timely, late] = [await left(), await left({ deadline: -1 })];
    expect(await log.write(writing(timely, 1))).toEqual(expect.objectContaining({ expired: false }));
    expect(await log.write(writing(late, 1))).toEqual(expect.objectContaining({ expired: true }));
  });

  test('an owner who was overtaken writes nothing more', async () => {
    const id = await left();
    const [saga] = await log.claim(1);
    expect(saga).toMatchObject({ id, epoch: 2, claims: 2 });
    await expect(log.write(writing(id, 1, { entries: [entry('late')], state: 'DONE' }))).rejects.toThrow(Overtaken);
    await expect(log.write(writing(id, 1))).rejects.toThrow(id);
    await log.write(writing(id, 2, { entries: [entry('mine')] }));
    expect(await row(id)).toMatchObject({ state: 'RUNNING', log: [entry('mine')] });
  });

  test('nor in the same batch as the one who overtook it', async () => {
    const id = await left({ epoch: 2 });
    const written = await Promise.allSettled(
      [1, 2, 1].map((epoch, i) => log.write(writing(id, epoch, { entries: [entry(`${epoch}-${i}`)] }))),
    );
    expect(written.map((it) => it.status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(await steps(id)).toEqual(['2-1']);
  });

  test('a heartbeat in the same batch takes nothing from the write beside it', async () => {
    const id = await left({ lease: 5 });
    await Promise.all([
      log.write(writing(id, 1)),
      log.write(writing(id, 1, { entries: [entry('a')] })),
      log.write(writing(id, 1)),
      log.write(writing(id, 1, { entries: [entry('b')], state: 'WAITING', leaseMs: 3_600_000 })),
    ]);
    expect(await row(id)).toMatchObject({ state: 'WAITING', log: [entry('a'), entry('b')] });
    expect((await row(id)).lease).toBeGreaterThan(3_000);
  });

  test('concurrent writes go out as one statement, each with its own', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => left({ lease: 5 })));
    statements.length = 0;
    await Promise.all(ids.map((id, i) => log.write(writing(id, 1, { entries: [entry(`step ${i}`)] }))));
    expect(statements.filter((text) => text.includes('UPDATE sagas'))).toHaveLength(1);
    expect(await Promise.all(ids.map(steps))).toEqual(ids.map((_, i) => [`step ${i}`]));
  });

  test('only what nobody holds can be claimed', async () => {
    const free = await Promise.all([
      left({ state: 'RUNNING' }),
      left({ state: 'COMPENSATING' }),
      left({ state: 'WAITING' }),
      left({ state: 'WAITING', lease: 3600, deadline: -1 }),
    ]);
    await left({ state: 'RUNNING', lease: 3 });
    await left({ state: 'COMPENSATING', lease: 3 });
    await left({ state: 'WAITING', lease: 3600 });
    for (const state of ['DONE', 'COMPENSATED', 'STUCK'] as const) await left({ state });
    expect(await claimed()).toEqual(free.sort());
    expect(await claimed()).toEqual([]);
  });

  test('a way back is claimed as a way back, a parked one goes on', async () => {
    await left({ state: 'COMPENSATING' });
    await left({ state: 'WAITING' });
    expect((await log.claim(10)).map((saga) => saga.state).sort()).toEqual(['COMPENSATING', 'RUNNING']);
  });

  test('several claimers never take the same, and together take all', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => left()));
    const rounds = Array.from({ length: 6 }, async () => {
      const mine: string[] = [];
      for (let more = await claimed(7); more.length > 0; more = await claimed(7)) mine.push(...more);
      return mine;
    });
    const taken = (await Promise.all(rounds)).flat();
    expect(new Set(taken).size).toBe(taken.length);
    for (let more = await claimed(); more.length > 0; more = await claimed()) taken.push(...more);
    expect(taken.sort()).toEqual(ids.sort());
  });

  test('a parked saga that is woken can be claimed', async () => {
    const id = await left({ state: 'WAITING', lease: 3600 });
    await log.wake([id]);
    expect(await claimed()).toEqual([id]);
  });

  test('a wake that comes before the parking is not lost', async () => {
    const id = await left({ lease: 5 });
    await log.wake([id]);
    expect(await claimed()).toEqual([]);
    await log.write(writing(id, 1, { state: 'WAITING', leaseMs: 3_600_000 }));
    expect(await claimed()).toEqual([id]);
    // and counts once
    await log.write(writing(id, 2, { state: 'WAITING', leaseMs: 3_600_000 }));
    expect(await claimed()).toEqual([]);
  });

  test('what has ended is not woken', async () => {
    const id = await left({ state: 'DONE', lease: 5 });
    await log.wake([id]);
    expect(await claimed()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'DONE', free: false });
  });
});
