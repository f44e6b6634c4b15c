import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { refuse } from './refusal.ts';
import { saga, type SagaTable, type Told } from './saga.ts';
import { type Entry, LEASE_MS, Overtaken, type SagaLog, type SagaRecord, type Write } from './saga-log.ts';
import { newRecord, runSaga } from './saga-runner.ts';
import { isUuid } from './uuid.ts';

const NO = refuse('NO', 'No.');
type Id = 'one' | 'two';
type Act = (told: Told<unknown, Id, Record<string, unknown>>) => Promise<unknown>;

/** What happened in a run, in order, and the writes that its log was asked for. */
let happened: string[];
let writes: Write[];
let warnings: Record<string, unknown>[];
/** What the log answers to the write of that number; it keeps what it is given otherwise. */
let onWrite: (write: Write, number: number) => { expired: boolean } | Promise<{ expired: boolean }>;

const log: SagaLog = {
  async write(write) {
    writes.push({ ...write, entries: [...write.entries] });
    return onWrite(write, writes.length);
  },
  claim: async () => [],
  wake: async () => {},
};
const out = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line) as Record<string, unknown>) });

beforeEach(() => {
  vi.useFakeTimers();
  [happened, writes, warnings] = [[], [], []];
  onWrite = () => ({ expired: false });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Look, then a, b, the promise and what follows it; each says that it ran, and does as it is told here. */
function table(does: Partial<Record<'look' | 'a' | 'b' | 'promise' | 'after' | 'undo a' | 'undo b', Act>> = {}): SagaTable {
  const act =
    (name: keyof typeof does) =>
    async (told: Told<unknown, Id, unknown>): Promise<unknown> => {
      happened.push(name);
      return does[name] ? does[name]({ ...told, got: told.got as Record<string, unknown> }) : `${name} done`;
    };
  return saga('Test', { input: z.unknown(), ids: ['one', 'two'] })
    .read('look', act('look'))
    .step('a', { run: act('a'), undo: act('undo a') })
    .step('b', { run: act('b'), undo: act('undo b') })
    .pivot('promise', act('promise'))
    .forward('after', act('after'));
}
const record = (more: Partial<SagaRecord> = {}): SagaRecord => ({ ...newRecord(table(), 'saga-1', { sum: 5 }, { one: 'id-1' }), ...more });
const entry = (step: string, kind: Entry['kind']): Entry => ({ step, kind });
/** The same run with its pauses passed over. */
async function run(does: Parameters<typeof table>[0] = {}, from: Partial<SagaRecord> = {}) {
  const running = runSaga(table(does), record(from), log, out);
  await vi.runAllTicks();
  await vi.advanceTimersByTimeAsync(1_000);
  return running;
}
const written = () => writes.map(({ state, entries }) => [state, ...entries.map(({ step, kind }) => `${step} ${kind}`)].join(', '));
const failing = (times: number, answer: unknown = null): Act => {
  let left = times;
  return async () => {
    if (left-- > 0) throw new Error('the network is down');
    return answer;
  };
};

describe('a new record', () => {
  test('is owned by who makes it, and has every id that the saga names', () => {
    const fresh = newRecord(table(), 'saga-1', { sum: 5 }, { one: 'id-1' });
    expect(fresh).toEqual({
      id: 'saga-1',
      name: 'Test',
      state: 'RUNNING',
      epoch: 1,
      input: { sum: 5 },
      ids: { one: 'id-1', two: fresh.ids.two },
      log: [],
      refusals: null,
      trace: null,
      claims: 1,
      expired: false,
    });
    expect(isUuid(fresh.ids.two!)).toBe(true);
  });
});

describe('forward', () => {
  test('each step is announced before it runs, together with the answers before it; looking is not announced', async () => {
    expect(await run()).toEqual({ kind: 'done' });
    expect(happened).toEqual(['look', 'a', 'b', 'promise', 'after']);
    expect(written()).toEqual([
      'RUNNING, look done, a started',
      'RUNNING, a done, b started',
      'RUNNING, b done, promise started',
      'RUNNING, promise done, after started',
      'DONE, after done',
    ]);
    for (const write of writes) expect(write).toMatchObject({ id: 'saga-1', epoch: 1, refusals: null, leaseMs: LEASE_MS });
    expect(warnings).toEqual([]);
  });

  test('a step is told the input, the ids and the answers of those before it; no answer is null', async () => {
    const told: unknown[] = [];
    await run({ look: async () => undefined, a: async () => 5, b: async (it) => void told.push(structuredClone(it)) });
    expect(told).toEqual([
      { sagaId: 'saga-1', input: { sum: 5 }, id: { one: 'id-1', two: expect.any(String) }, got: { look: null, a: 5 } },
    ]);
    expect(writes[0]!.entries[0]).toEqual({ step: 'look', kind: 'done', answer: null });
  });

  test('what is done is not done again; what was only started is, and is not announced twice', async () => {
    const answers: unknown[] = [];
    const before: Entry[] = [
      { step: 'look', kind: 'done', answer: 'seen' },
      entry('a', 'started'),
      { step: 'a', kind: 'done', answer: 'made' },
      entry('b', 'started'),
    ];
    const { got } = await new Promise<{ got: object }>((resolve) => {
      void run({ b: async (told) => resolve({ got: { ...told.got } }) }, { log: before, epoch: 3 }).then((ending) => answers.push(ending));
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answers).toEqual([{ kind: 'done' }]);
    expect(got).toEqual({ look: 'seen', a: 'made' });
    expect(happened).toEqual(['b', 'promise', 'after']);
    expect(written()[0]).toBe('RUNNING, b done, promise started');
    expect(new Set(writes.map((write) => write.epoch))).toEqual(new Set([3]));
  });
});

describe('back', () => {
  test('a refusal undoes what was started, the last first, and is the ending', async () => {
    expect(await run({ b: async () => NO })).toEqual({ kind: 'refused', refusals: NO.refused });
    expect(happened).toEqual(['look', 'a', 'b', 'undo b', 'undo a']);
    expect(written()).toEqual([
      'RUNNING, look done, a started',
      'RUNNING, a done, b started',
      'COMPENSATING, b refused',
      'COMPENSATING, b undone',
      'COMPENSATING, a undone',
      'COMPENSATED',
    ]);
    expect(writes.map((write) => write.refusals)).toEqual([null, null, ...Array(4).fill(NO.refused)]);
  });

  test('a refusal before anything was started has nothing to undo', async () => {
    expect(await run({ look: async () => NO })).toEqual({ kind: 'refused', refusals: NO.refused });
    expect(happened).toEqual(['look']);
    expect(written()).toEqual(['COMPENSATING, look refused', 'COMPENSATED']);
  });

  test('the promise may still refuse', async () => {
    expect(await run({ promise: async () => NO })).toMatchObject({ kind: 'refused' });
    expect(happened).toEqual(['look', 'a', 'b', 'promise', 'undo b', 'undo a']);
  });

  test('what was looked at before a refusal is written with it', async () => {
    const looking = saga('Looking', { input: z.unknown(), ids: [] })
      .read('first', async () => 1)
      .read('second', async () => NO);
    await runSaga(looking, newRecord(looking, 'saga-1', null), log, out);
    expect(written()).toEqual(['COMPENSATING, first done, second refused', 'COMPENSATED']);
  });

  test('an undo is told what its action was told, and the answers there were', async () => {
    const told: unknown[] = [];
    await run({ b: async () => NO, 'undo a': async (it) => void told.push(structuredClone(it)) });
    expect(told).toMatchObject([{ sagaId: 'saga-1', input: { sum: 5 }, id: { one: 'id-1' }, got: { look: 'look done', a: 'a done' } }]);
  });

  test('a way back that was cut off goes on where it was, and keeps its reason', async () => {
    const before = [entry('a', 'started'), entry('b', 'started'), entry('b', 'refused'), entry('b', 'undone')];
    const ending = await run({}, { state: 'COMPENSATING', log: before, refusals: NO.refused });
    expect(ending).toEqual({ kind: 'refused', refusals: NO.refused });
    expect(happened).toEqual(['undo a']);
    expect(written()).toEqual(['COMPENSATING, a undone', 'COMPENSATED']);
  });

  test('one whose reason was never written ends without one', async () => {
    expect(await run({}, { state: 'COMPENSATING' })).toEqual({ kind: 'refused', refusals: [] });
  });
});

describe('past the promise', () => {
  test('a refusal is a bug: the saga is not turned back, and is tried again', async () => {
    expect(await run({ after: async () => NO })).toEqual({ kind: 'pending' });
    expect(happened).toEqual(['look', 'a', 'b', 'promise', 'after']);
    expect(writes.at(-1)).toMatchObject({ state: 'RUNNING', refusals: null });
    expect(writes.at(-1)!.entries).toEqual([{ step: 'after', kind: 'fault', answer: 'Error: after refused after the promise: NO' }]);
  });
});

describe('the deadline', () => {
  const EXPIRED = { kind: 'refused', refusals: [{ code: 'DEADLINE_EXPIRED', message: expect.stringMatching(/undone/) }] };

  test('passed while nobody had it: nothing more is tried, and all of it is undone', async () => {
    const before = [entry('look', 'done'), entry('a', 'started'), entry('a', 'done'), entry('b', 'started')];
    expect(await run({}, { log: before, expired: true })).toEqual(EXPIRED);
    expect(happened).toEqual(['undo b', 'undo a']);
    expect(written()[0]).toBe('COMPENSATING, b refused');
  });

  test('passed on the way: it turns back at the next step', async () => {
    onWrite = (_, number) => ({ expired: number === 2 });
    expect(await run()).toEqual(EXPIRED);
    expect(happened).toEqual(['look', 'a', 'b', 'undo b', 'undo a']);
    expect(written()[2]).toBe('COMPENSATING, b done, promise refused');
  });

  test('passed when the promise had been tried: only forward, for it may have been made', async () => {
    const before = ['look', 'a', 'b'].flatMap((step) => [entry(step, 'started'), entry(step, 'done')]);
    onWrite = () => ({ expired: true });
    expect(await run({}, { log: [...before, entry('promise', 'started')], expired: true })).toEqual({ kind: 'done' });
    expect(happened).toEqual(['promise', 'after']);
  });
});

describe('waiting', () => {
  const parked = { waiting: { secret: 's' } };

  test('the saga is parked with what it waits for, for a day at most', async () => {
    expect(await run({ b: async () => parked })).toEqual({ kind: 'waiting', answer: { secret: 's' } });
    expect(happened).toEqual(['look', 'a', 'b']);
    expect(writes.at(-1)).toMatchObject({ state: 'WAITING', leaseMs: 86_400_000 });
    expect(writes.at(-1)!.entries).toEqual([{ step: 'b', kind: 'waiting', answer: { secret: 's' } }]);
  });

  test('with what was looked at before', async () => {
    const looking = saga('Looking', { input: z.unknown(), ids: [] })
      .read('first', async () => 1)
      .read('second', async () => parked);
    await runSaga(looking, newRecord(looking, 'saga-1', null), log, out);
    expect(written()).toEqual(['WAITING, first done, second waiting']);
  });

  test('taken up again, the same step is asked again', async () => {
    const before = [entry('look', 'done'), entry('a', 'started'), entry('a', 'done'), entry('b', 'started'), entry('b', 'waiting')];
    const got: string[] = [];
    expect(await run({ b: async (told) => void got.push(...Object.keys(told.got)) }, { log: before })).toEqual({ kind: 'done' });
    expect(happened).toEqual(['b', 'promise', 'after']);
    // what it waited for is no answer of it
    expect(got).toEqual(['look', 'a']);
  });
});

describe('faults', () => {
  test('a step is tried three times in one run, after pauses of 40 and 250 ms', async () => {
    const running = runSaga(table({ a: failing(2) }), record(), log, out);
    const tries = () => happened.filter((it) => it === 'a').length;
    await vi.advanceTimersByTimeAsync(39);
    expect(tries()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(tries()).toBe(2);
    await vi.advanceTimersByTimeAsync(249);
    expect(tries()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await running).toEqual({ kind: 'done' });
    expect(tries()).toBe(3);
    expect(warnings).toEqual([]);
  });

  test('an answer of the second or the third try counts like one of the first', async () => {
    for (const times of [1, 2]) {
      happened = [];
      expect(await run({ b: failing(times, NO) })).toEqual({ kind: 'refused', refusals: NO.refused });
      let seen: unknown;
      await run({ a: failing(times, undefined), b: async ({ got }) => (seen = got.a) });
      expect(seen).toBeNull();
    }
  });

  test('an undo is tried as often', async () => {
    expect(await run({ b: async () => NO, 'undo a': failing(2) })).toMatchObject({ kind: 'refused' });
    expect(happened.filter((it) => it === 'undo a')).toHaveLength(3);
  });

  test('then the saga is let go with the reason, as far as it fits, and the way is not turned', async () => {
    const long = 'x'.repeat(400);
    const ending = await run({
      b: async () => {
        throw new Error(long);
      },
    });
    expect(ending).toEqual({ kind: 'pending' });
    expect(happened).toEqual(['look', 'a', 'b', 'b', 'b']);
    expect(writes.at(-1)).toMatchObject({ state: 'RUNNING', refusals: null, leaseMs: 500 });
    expect(writes.at(-1)!.entries).toEqual([{ step: 'b', kind: 'fault', answer: `Error: ${long}`.slice(0, 300) }]);
    expect(warnings).toMatchObject([{ saga: 'Test', saga_step: 'b', claims: 1, err: { message: long } }]);
  });

  test.each([
    [1, 500],
    [2, 1_000],
    [4, 4_000],
    [5, 8_000],
    [2_000, 8_000],
  ])('after %i claims it rests for %i ms', async (claims, leaseMs) => {
    await run({ a: failing(3) }, { claims });
    expect(writes.at(-1)).toMatchObject({ leaseMs });
  });

  test('a way back that fails for about an hour is stuck, and a person is called', async () => {
    const back = { state: 'COMPENSATING' as const, log: [entry('a', 'started')] };
    expect(await run({ 'undo a': failing(3) }, { ...back, claims: 449 })).toEqual({ kind: 'pending' });
    expect(writes.at(-1)).toMatchObject({ state: 'COMPENSATING' });
    expect(await run({ 'undo a': failing(3) }, { ...back, claims: 450 })).toEqual({ kind: 'stuck' });
    expect(writes.at(-1)).toMatchObject({ state: 'STUCK' });
  });

  test('a way forward is never stuck', async () => {
    expect(await run({ a: failing(3) }, { claims: 5_000 })).toEqual({ kind: 'pending' });
    expect(writes.at(-1)).toMatchObject({ state: 'RUNNING' });
  });

  test('before any step is of none', async () => {
    onWrite = (_, number) => {
      if (number === 1) throw new Error('Postgres is away');
      return { expired: false };
    };
    const acting = saga('Acting', { input: z.unknown(), ids: [] }).step('a', { run: async () => null, undo: async () => null });
    expect(await runSaga(acting, newRecord(acting, 'saga-1', null), log, out)).toEqual({ kind: 'pending' });
    expect(writes.at(-1)!.entries).toEqual([{ step: '', kind: 'fault', answer: 'Error: Postgres is away' }]);
  });

  test('when the log cannot be written either, it is pending: the lease runs out by itself', async () => {
    onWrite = () => {
      throw new Error('Postgres is away');
    };
    expect(await run()).toEqual({ kind: 'pending' });
    expect(happened).toEqual(['look']);
  });
});

describe('a later owner', () => {
  test('stops this one at once: it runs nothing more, writes nothing more and says nothing', async () => {
    onWrite = (write, number) => {
      if (number === 2) throw new Overtaken(write.id);
      return { expired: false };
    };
    expect(await run()).toEqual({ kind: 'pending' });
    expect(happened).toEqual(['look', 'a']);
    expect(writes).toHaveLength(2);
    expect(warnings).toEqual([]);
  });
});

describe('the heartbeat', () => {
  const slow: Act = () => new Promise((resolve) => setTimeout(resolve, 3 * LEASE_MS, 'slow done'));

  test('keeps the lease through a step that outlasts it, and ends with the run', async () => {
    const running = runSaga(table({ a: slow }), record(), log, out);
    await vi.advanceTimersByTimeAsync(LEASE_MS - 10);
    expect(written()).toEqual(['RUNNING, look done, a started', 'RUNNING', 'RUNNING']);
    await vi.advanceTimersByTimeAsync(2 * LEASE_MS + 10);
    expect(await running).toEqual({ kind: 'done' });
    const count = writes.length;
    await vi.advanceTimersByTimeAsync(10 * LEASE_MS);
    expect(writes).toHaveLength(count);
  });

  test('does not shorten the rest of a saga that is being parked', async () => {
    onWrite = (write) => new Promise((resolve) => setTimeout(resolve, write.state === 'WAITING' ? LEASE_MS : 0, { expired: false }));
    const running = runSaga(table({ b: async () => ({ waiting: null }) }), record(), log, out);
    await vi.advanceTimersByTimeAsync(2 * LEASE_MS);
    expect(await running).toMatchObject({ kind: 'waiting' });
    expect(writes.filter((write) => write.state === 'WAITING').map((write) => write.leaseMs)).toEqual([86_400_000]);
  });

  test('goes on through the way back', async () => {
    const running = runSaga(table({ 'undo b': slow }), record({ state: 'COMPENSATING', log: [entry('b', 'started')] }), log, out);
    await vi.advanceTimersByTimeAsync(LEASE_MS - 10);
    expect(written()).toEqual(['COMPENSATING', 'COMPENSATING']);
    await vi.advanceTimersByTimeAsync(4 * LEASE_MS);
    expect(await running).toMatchObject({ kind: 'refused' });
  });

  test('that fails does not end the run', async () => {
    onWrite = (write) => {
      if (write.entries.length === 0) throw new Error('Postgres is away');
      return { expired: false };
    };
    const running = runSaga(table({ a: slow }), record(), log, out);
    await vi.advanceTimersByTimeAsync(4 * LEASE_MS);
    expect(await running).toEqual({ kind: 'done' });
  });
});
