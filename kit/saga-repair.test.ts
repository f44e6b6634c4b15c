import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { postgresSagaLog, type SagaState } from './saga-log.ts';
import { driveToEnd, setGoing, stalledSagas } from './saga-repair.ts';
import { messageSchema } from './testing/message-schema.ts';
import { uuidv7 } from './uuid.ts';

let sample: Awaited<ReturnType<typeof messageSchema>>;
beforeAll(async () => {
  sample = await messageSchema('saga_repair');
});
afterAll(() => sample.close());
beforeEach(async () => void (await sample.sql`TRUNCATE sagas`));

type Left = { state?: SagaState; age?: number; lease?: number; deadline?: number; last?: string; refusals?: object[] | null };

/** A saga as somebody left it; times are seconds from now. */
async function left({
  state = 'RUNNING',
  age = 600,
  lease = -60,
  deadline = 600,
  last = 'started',
  refusals = null,
}: Left): Promise<string> {
  const id = uuidv7();
  const log = JSON.stringify([{ step: 'first', kind: last, answer: 'Error: no' }]);
  await sample.sql`
    INSERT INTO sagas (id, name, state, input, ids, log, refusals, claims, lease_until, deadline, created_at)
    VALUES (${id}, 'test', ${state}, '{}', '{}', ${log}::text::jsonb, ${refusals && JSON.stringify(refusals)}::text::jsonb, 120,
      now() + ${lease} * interval '1 second', now() + ${deadline} * interval '1 second', now() - ${age} * interval '1 second')`;
  return id;
}
const row = async (id: string) =>
  (
    await sample.sql<{ state: SagaState; claims: number; epoch: number; free: boolean }[]>`
    SELECT state, claims, epoch, lease_until < now() AS free FROM sagas WHERE id = ${id}`
  )[0]!;

test.each<[string, Left, boolean]>([
  ['is stuck, however young', { state: 'STUCK', age: 1, lease: 600 }, true],
  ['has lost its owner', {}, true],
  ['backs off after a fault', { last: 'fault', lease: 30 }, true],
  ['is undone by nobody', { state: 'COMPENSATING' }, true],
  ['waits past its deadline', { state: 'WAITING', lease: 3600, deadline: -60 }, true],
  ['was woken and not taken up', { state: 'WAITING', lease: -60 }, true],
  ['has a living owner, however long it takes', { lease: 4 }, false],
  ['is young', { age: 5 }, false],
  ['waits in time', { state: 'WAITING', lease: 3600 }, false],
  ['is done', { state: 'DONE' }, false],
  ['was undone', { state: 'COMPENSATED' }, false],
])('whether a saga is stalled that %s', async (_, given, stalled) => {
  const id = await left(given);
  expect((await stalledSagas(sample.sql)).map((saga) => saga.id)).toEqual(stalled ? [id] : []);
  expect(await setGoing(sample.sql, id, () => true)).toBe(stalled);
});

test.each<[Left, SagaState]>([
  [{ state: 'STUCK', refusals: [{ code: 'NO', message: 'No.' }] }, 'COMPENSATING'],
  [{ state: 'STUCK' }, 'RUNNING'],
  [{ state: 'COMPENSATING', refusals: [{ code: 'NO', message: 'No.' }] }, 'COMPENSATING'],
  [{ state: 'WAITING' }, 'WAITING'],
])('it goes on the way it was going, its claims counted anew: %j', async (given, state) => {
  const id = await left(given);
  expect(await setGoing(sample.sql, id, () => true)).toBe(true);
  expect(await row(id)).toEqual({ state, claims: 1, epoch: 2, free: true });
  expect((await postgresSagaLog(sample.sql).claim(10)).map((saga) => saga.id)).toEqual([id]);
});

test('its last owner, coming late, writes nothing more', async () => {
  const id = await left({ state: 'STUCK', refusals: [] });
  await setGoing(sample.sql, id, () => true);
  const late = { id, epoch: 1, entries: [], state: 'STUCK' as const, refusals: null, leaseMs: 5000 };
  await expect(postgresSagaLog(sample.sql).write(late)).rejects.toThrow(/later owner/);
});

test('nothing is touched where it is not as it was', async () => {
  const id = await left({ state: 'STUCK' });
  const before = await row(id);
  expect(await setGoing(sample.sql, id, (saga) => saga.state === 'RUNNING')).toBe(false);
  expect(await setGoing(sample.sql, uuidv7(), () => true)).toBe(false);
  expect(await row(id)).toEqual(before);
});

test('it is driven until it has ended, round after round', async () => {
  const id = await left({});
  let rounds = 0;
  const recover = async () => {
    rounds += 1;
    if (rounds === 3) await sample.sql`UPDATE sagas SET state = 'DONE' WHERE id = ${id}`;
    return 1;
  };
  expect(await driveToEnd(sample.sql, { recover }, id)).toBe('DONE');
  expect(rounds).toBe(3);
});
