import { expect, test } from 'vitest';
import { turnLoader } from './turn-loader.ts';

test('what is asked for within one turn is one call with each key once; the next turn asks anew', async () => {
  const calls: string[][] = [];
  const load = turnLoader<string>(async (keys) => {
    calls.push(keys);
    return keys.map((key) => key.toUpperCase());
  });
  const later = Promise.resolve().then(() => load('c'));
  expect(await Promise.all([load('a'), load('b'), load('a'), later])).toEqual(['A', 'B', 'A', 'C']);
  expect(await load('a')).toBe('A');
  expect(calls).toEqual([['a', 'b', 'c'], ['a']]);
});

test('a call that fails fails those who asked in its turn, and nobody after them', async () => {
  let broken = true;
  const load = turnLoader<string>(async (keys) => {
    if (broken) throw new Error('no');
    return keys;
  });
  expect((await Promise.allSettled([load('a'), load('b')])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await load('a')).toBe('a');
});

test('where calls gather, one is under way at a time, and what is asked meanwhile is the next one, whatever becomes of the first', async () => {
  const calls: string[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const load = turnLoader<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        calls.push(keys);
        ends.push((error) => (error ? reject(error) : resolve(keys)));
      }),
    { gather: true },
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const first = load('a').catch((error: Error) => error.message);
  await turn();
  const asked = [load('b')];
  await turn();
  asked.push(load('c'), load('b'));
  await turn();
  expect(calls).toEqual([['a']]);
  ends[0]!(new Error('no'));
  expect(await first).toBe('no');
  await turn();
  expect(calls).toEqual([['a'], ['b', 'c']]);
  ends[1]!();
  expect(await Promise.all(asked)).toEqual(['b', 'c', 'b']);
  const last = load('d');
  await turn();
  ends[2]!();
  expect(await last).toBe('d');
});
