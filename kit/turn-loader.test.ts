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
