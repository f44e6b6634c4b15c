import fc from 'fast-check';
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

describe('who waits and is gone', () => {
  test('leaves the line at once; the place goes to the next', async () => {
    const place = bulkhead({ concurrent: 1, queued: 2 });
    const { ends, work } = held();
    const first = place(work);
    let hangUp = () => {};
    const second = place(work, (gone) => {
      hangUp = gone;
      return () => {};
    });
    const third = place(work);
    await expect(place(work)).rejects.toMatchObject({ reason: 'full' });
    hangUp();
    await expect(second).rejects.toMatchObject({ name: 'Overloaded', reason: 'gone' });
    const fourth = place(work);
    for (const run of [first, third, fourth]) {
      ends.shift()!();
      expect(await run).toBe('done');
      await settled();
    }
  });

  test('who was gone before is not waited for', async () => {
    const place = bulkhead({ concurrent: 1, queued: 1 });
    const { ends, work } = held();
    const first = place(work);
    const gone = place(work, (hear) => {
      hear();
      return () => {};
    });
    await expect(gone).rejects.toMatchObject({ reason: 'gone' });
    const next = place(work);
    ends[0]!();
    await first;
    await settled();
    ends[1]!();
    expect(await next).toBe('done');
  });
});

type Step = 'come' | 'finish' | 'fail' | { hangUp: number };
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Step>('come', 'come', 'finish', 'fail') },
  { weight: 1, arbitrary: fc.nat(20).map((hangUp): Step => ({ hangUp })) },
);
type Visitor = {
  state: 'waiting' | 'inside' | 'served' | 'failed' | 'full' | 'gone';
  finish(): void;
  fail(): void;
  hangUp(): void;
  heard: boolean;
};

test('law: never more inside than there are places, in the order of coming, and everybody is served or told why not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.nat(3), fc.array(step, { maxLength: 40 }), async (concurrent, queued, steps) => {
      const seen = { running: 0, waiting: 0 };
      const place = bulkhead({ concurrent, queued, watch: (running, waiting) => Object.assign(seen, { running, waiting }) });
      const visitors: Visitor[] = [];
      const inside: Visitor[] = [];
      const line: Visitor[] = [];
      const entered: Visitor[] = [];
      const expected: Visitor[] = [];
      const runs: Promise<void>[] = [];

      function end(visitor: Visitor, state: Visitor['state']): void {
        visitor.state = state;
      }
      function come(): void {
        const visitor: Visitor = { state: 'waiting', finish() {}, fail() {}, hangUp() {}, heard: false };
        visitors.push(visitor);
        const work = () =>
          new Promise<void>((resolve, reject) => {
            entered.push(visitor);
            visitor.state = 'inside';
            visitor.finish = resolve;
            visitor.fail = () => reject(new Error('failed'));
          });
        const listen = (gone: () => void) => {
          visitor.hangUp = gone;
          visitor.heard = true;
          return () => Object.assign(visitor, { heard: false });
        };
        if (inside.length < concurrent) {
          inside.push(visitor);
          expected.push(visitor);
        } else if (line.length < queued) line.push(visitor);
        runs.push(
          place(work, listen).then(
            () => end(visitor, 'served'),
            (error: { reason?: Visitor['state'] }) => end(visitor, error.reason ?? 'failed'),
          ),
        );
      }
      function leave(how: 'finish' | 'fail'): void {
        const visitor = inside.shift();
        if (!visitor) return;
        visitor[how]();
        const next = line.shift();
        if (next) inside.push(next);
        if (next) expected.push(next);
      }
      for (const now of steps) {
        if (now === 'come') come();
        else if (typeof now === 'string') leave(now);
        else if (line.length > 0) line.splice(now.hangUp % line.length, 1)[0]!.hangUp();
        await settled();
        expect(visitors.filter(({ state }) => state === 'inside')).toHaveLength(inside.length);
        expect(inside.length).toBeLessThanOrEqual(concurrent);
        expect(entered).toEqual(expected);
        expect(seen.waiting).toBe(line.length);
        expect(seen.running).toBe(inside.length);
        // nobody is listened to who does not wait
        expect(visitors.filter(({ heard, state }) => heard && state !== 'waiting' && state !== 'gone')).toEqual([]);
      }
      while (inside.length > 0) {
        leave('finish');
        await settled();
      }
      await Promise.all(runs);
      expect(visitors.filter(({ state }) => state === 'waiting' || state === 'inside')).toEqual([]);
      expect(seen).toEqual({ running: 0, waiting: 0 });
    }),
    { numRuns: 200 },
  );
});
