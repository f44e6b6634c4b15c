import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createLog } from './log.ts';
import { refuse } from './refusal.ts';
import { saga } from './saga.ts';
import { type Entry, LEASE_MS, type SagaLog, type Write } from './saga-log.ts';
import { newRecord, type Open, runSaga } from './saga-runner.ts';

const NO = refuse('NO', 'No.');
const out = createLog('silent');
let happened: string[];
let writes: Write[];
let onWrite: (write: Write) => Promise<{ expired: boolean }>;
const log: SagaLog = {
  async write(write) {
    writes.push({ ...write, entries: [...write.entries] });
    return onWrite(write);
  },
  claim: async () => [],
  wake: async () => {},
};
beforeEach(() => {
  vi.useFakeTimers();
  [happened, writes] = [[], []];
  onWrite = async () => ({ expired: false });
});
afterEach(() => {
  vi.useRealTimers();
});

const entry = (step: string, kind: Entry['kind']): Entry => ({ step, kind });
const written = () => writes.map(({ state, entries }) => [state, ...entries.map(({ step, kind }) => `${step} ${kind}`)].join(', '));

describe('a step that has nothing to do', () => {
  const input = z.object({ sum: z.int() });
  const passing = (when: () => boolean, b: () => Promise<unknown> = async () => null) =>
    saga('Passing', { input, ids: [] })
      .step('a', { when, run: async () => void happened.push('a'), undo: async () => void happened.push('undo a') })
      .step('b', { run: b, undo: async () => void happened.push('undo b') })
      .pivot('promise', async () => null)
      .forward('after', async () => void happened.push('after'), { when });

  test('is neither run nor written down, nor undone', async () => {
    const table = passing(() => false);
    expect(await runSaga(table, newRecord(table, 'saga-1', { sum: 1 }), log, out)).toEqual({ kind: 'done' });
    expect(happened).toEqual([]);
    expect(written()).toEqual(['RUNNING, b started', 'RUNNING, b done, promise started', 'DONE, promise done']);
    const refusing = passing(
      () => false,
      async () => NO,
    );
    expect(await runSaga(refusing, newRecord(refusing, 'saga-1', { sum: 1 }), log, out)).toMatchObject({ kind: 'refused' });
    expect(happened).toEqual(['undo b']);
  });

  test('is as any other where it has something to do', async () => {
    const table = passing(() => true);
    expect(await runSaga(table, newRecord(table, 'saga-1', { sum: 1 }), log, out)).toEqual({ kind: 'done' });
    expect(happened).toEqual(['a', 'after']);
  });

  test('that was started once goes on, whatever is thought of it now', async () => {
    const table = passing(() => false);
    await runSaga(table, { ...newRecord(table, 'saga-1', { sum: 1 }), log: [entry('a', 'started')] }, log, out);
    expect(happened).toEqual(['a']);
  });
});

describe('a step whose start is written with that of the step before', () => {
  const early = (a: () => Promise<unknown> = async () => void happened.push('a')) =>
    saga('Early', { input: z.unknown(), ids: [] })
      .step('a', { run: a, undo: async () => void happened.push('undo a') })
      .step('b', { early: true, run: async () => void happened.push('b'), undo: async () => void happened.push('undo b') })
      .pivot('promise', async () => null);

  test('saves an entry', async () => {
    const table = early();
    expect(await runSaga(table, newRecord(table, 'saga-1', null), log, out)).toEqual({ kind: 'done' });
    expect(happened).toEqual(['a', 'b']);
    expect(written()).toEqual(['RUNNING, a started, b started', 'RUNNING, a done, b done, promise started', 'DONE, promise done']);
  });

  test('is undone even if it never ran', async () => {
    const table = early(async () => NO);
    expect(await runSaga(table, newRecord(table, 'saga-1', null), log, out)).toMatchObject({ kind: 'refused' });
    expect(happened).toEqual(['undo b', 'undo a']);
  });

  test('runs once more where nobody knows whether it has run', async () => {
    const table = early();
    await runSaga(table, { ...newRecord(table, 'saga-1', null), log: [entry('a', 'started'), entry('b', 'started')] }, log, out);
    expect(happened).toEqual(['a', 'b']);
    expect(written()[0]).toBe('RUNNING, a done, b done, promise started');
  });
});

describe('a saga that is not written down yet', () => {
  let opened: Write[];
  let open: Open;
  beforeEach(() => {
    opened = [];
    open = async (first) => {
      happened.push('open');
      opened.push(first);
      return true;
    };
  });
  const act =
    (name: string, does: () => Promise<unknown> = async () => null) =>
    async () => {
      happened.push(name);
      return does();
    };
  function begin(look?: () => Promise<unknown>) {
    const table = saga('Begun', { input: z.unknown(), ids: [] })
      .read('look', act('look', look))
      .step('a', { run: act('a'), undo: act('undo a') })
      .pivot('promise', act('promise'));
    return runSaga(table, newRecord(table, 'saga-1', null), log, out, open);
  }

  test('is, with the first thing that it is going to do; looking goes before', async () => {
    expect(await begin()).toEqual({ kind: 'done' });
    expect(happened).toEqual(['look', 'open', 'a', 'promise']);
    expect(opened).toMatchObject([{ id: 'saga-1', epoch: 1, state: 'RUNNING', refusals: null, leaseMs: LEASE_MS }]);
    expect(opened[0]!.entries.map(({ step, kind }) => `${step} ${kind}`)).toEqual(['look done', 'a started']);
    expect(written()[0]).toBe('RUNNING, a done, promise started');
  });

  test('is with why it was refused', async () => {
    expect(await begin(async () => NO)).toMatchObject({ kind: 'refused' });
    expect(opened).toMatchObject([{ state: 'COMPENSATING', refusals: NO.refused }]);
    expect(written()).toEqual(['COMPENSATED']);
  });

  test('does nothing where what it stands for is there already', async () => {
    open = async () => false;
    expect(await begin()).toEqual({ kind: 'known' });
    expect(happened).toEqual(['look']);
    expect(writes).toEqual([]);
  });

  test('is after a quarter of a second of looking all the same', async () => {
    const running = begin(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await vi.advanceTimersByTimeAsync(249);
    expect(opened).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(opened).toMatchObject([{ state: 'RUNNING', entries: [] }]);
    await vi.advanceTimersByTimeAsync(600);
    expect(await running).toEqual({ kind: 'done' });
    expect(opened).toHaveLength(1);
    expect(written()[0]).toBe('RUNNING, look done, a started');
  });

  test('is once looking has failed', async () => {
    const running = begin(async () => {
      if (happened.length === 1) throw new Error('the network is down');
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toMatchObject([{ state: 'RUNNING', entries: [] }]);
    await vi.advanceTimersByTimeAsync(100);
    expect(await running).toEqual({ kind: 'done' });
  });

  test('and cannot be is a fault of who began it; nothing was done', async () => {
    open = async () => {
      throw new Error('Postgres is away');
    };
    await expect(begin()).rejects.toThrow('Postgres is away');
    expect(happened).toEqual(['look']);
    expect(writes).toEqual([]);
  });
});

test('no write overtakes another', async () => {
  const order: string[] = [];
  onWrite = async (write) => {
    await new Promise((resolve) => setTimeout(resolve, write.entries.length === 0 ? 1_000 : 0));
    order.push(write.state);
    return { expired: false };
  };
  const table = saga('Slow', { input: z.unknown(), ids: [] })
    .pivot('promise', async () => null)
    .forward('after', () => new Promise((resolve) => setTimeout(resolve, LEASE_MS / 3 + 10)));
  const running = runSaga(table, newRecord(table, 'saga-1', null), log, out);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await running).toEqual({ kind: 'done' });
  expect(order.at(-1)).toBe('DONE');
  expect(order).toHaveLength(4);
});
