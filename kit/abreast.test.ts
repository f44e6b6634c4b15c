import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { abreast } from './abreast.ts';

test('so many at once, each item once, and one that fails keeps no other waiting', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const faults = await abreast([...Array(20).keys()], 3, async (n) => {
    most = Math.max(most, ++running);
    await sleep(n % 3);
    running -= 1;
    if (n % 7 === 0) throw new Error(`no ${n}`);
    done.push(n);
  });
  expect(most).toBe(3);
  expect(done).toHaveLength(17);
  expect(new Set(done).size).toBe(17);
  expect(faults.map((fault) => (fault as Error).message).sort()).toEqual(['no 0', 'no 14', 'no 7']);
});

test('of nothing, nothing', async () => {
  expect(await abreast([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
});
