import { describe, expect, test } from 'vitest';
import { bulkhead } from './bulkhead.ts';

/** Work that ends when it is told to. */
function held() {
  const ends: (() => void)[] = [];
  return { ends, work: () => new Promise<string>((resolve) => ends.push(() => resolve('done'))) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a bulkhead', () => {
  test('runs so many at once, the others in the order in which they came', async () => {
    const place = bulkhead({ concurrent: 2, queued: 10 });
    const begun: number[] = [];
    const { ends, work } = held();
    const runs = [0, 1, 2, 3, 4].map((n) =>
      place(() => {
        begun.push(n);
        return work();
      }),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    ends[1]!();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    for (let i = 0; i < 5; i++) {
      ends[i]!();
      await settled();
    }
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(await Promise.all(runs)).toEqual(Array(5).fill('done'));
  });

  test('a place that is handed on is not free: who comes later waits', async () => {
    const place = bulkhead({ concurrent: 1, queued: 10 });
    const { ends, work } = held();
    const runs = [place(work), place(work)];
    ends[0]!();
    await runs[0];
    runs.push(place(work));
    await settled();
    expect(ends).toHaveLength(2);
    ends[1]!();
    await settled();
    ends[2]!();
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  });

  test('refuses at once when the queue is full, and takes again when it is not', async () => {
    const place = bulkhead({ concurrent: 1, queued: 1 });
    const { ends, work } = held();
    const first = place(work);
    const second = place(work);
    await expect(place(work)).rejects.toMatchObject({ name: 'Overloaded', message: '1 are at work and 1 wait already.' });
    ends[0]!();
    await first;
    const third = place(work);
    await settled();
    ends[1]!();
    await second;
    await settled();
    ends[2]!();
    expect(await third).toBe('done');
  });

  test('who has waited too long is told so, and its place is not lost', async () => {
    const place = bulkhead({ concurrent: 1, queued: 5, waitMs: 20 });
    const { ends, work } = held();
    const first = place(work);
    let ran = false;
    await expect(
      place(async () => {
        ran = true;
      }),
    ).rejects.toMatchObject({ name: 'Overloaded', message: 'No place became free within 20 ms.' });
    ends[0]!();
    await first;
    expect(ran).toBe(false);
    expect(await place(async () => 'free')).toBe('free');
  });

  test('work that fails gives its place up, whether it fails at once or later', async () => {
    const place = bulkhead({ concurrent: 1, queued: 0 });
    await expect(
      place(() => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    await expect(place(async () => Promise.reject(new Error('later')))).rejects.toThrow('later');
    expect(await place(async () => 'free')).toBe('free');
  });
});
