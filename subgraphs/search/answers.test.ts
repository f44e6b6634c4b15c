import { describe, expect, test } from 'vitest';
import { createPurges } from '../../kit/purges.ts';
import { keepAnswers } from './answers.ts';
import { announceChanges } from './changes.ts';
import type { Found, Question, Wanted } from './engine.ts';
import { orderOf } from './sorts.ts';

const question = (search: string | null = null): Question => ({ search, filter: {}, facets: [], order: orderOf('NEWEST', false) });
const all: Wanted = { page: { first: 2, after: null }, total: true, facets: true };

function kept({ hears = true, clock = performance as { now(): number } } = {}) {
  const asked: Wanted[] = [];
  const waiting: ((found: Found) => void)[] = [];
  const purges = { ...createPurges(), hears: () => hears };
  const find = (_: Question, wanted: Wanted) => {
    asked.push(wanted);
    return new Promise<Found>((resolve) => waiting.push(resolve));
  };
  return { ...keepAnswers(find, purges, clock), asked, waiting, purges };
}
const found = (total: number): Found => ({ page: { hits: [], hasNextPage: false }, total, facets: [] });

describe('answers that are kept', () => {
  test('who asks at the same time waits for the same answer, and who asks later has it', async () => {
    const { find, asked, waiting } = kept();
    const both = Promise.all([find(question(), all), find(question(), all)]);
    waiting[0]!(found(7));
    expect(await both).toEqual([found(7), found(7)]);
    expect(await find(question(), { page: null, total: true, facets: false })).toEqual({ total: 7 });
    expect(asked.length).toBe(1);
  });

  test('only what is not known is asked for', async () => {
    const { find, asked, waiting } = kept();
    const first = find(question(), all);
    waiting[0]!(found(7));
    await first;
    const second = find(question(), { ...all, page: { first: 2, after: 'x' } });
    expect(asked[1]).toEqual({ page: { first: 2, after: 'x' }, total: false, facets: false });
    waiting[1]!(found(0));
    expect((await second).total).toBe(7);
  });

  test.each([
    ['a minute', true, 59_000, 62_000],
    ['a few seconds where no purge can be heard', false, 4_000, 6_500],
  ])('live for %s', async (_, hears, yet, over) => {
    const clock = { at: 1, now: () => clock.at };
    const { find, asked, waiting } = kept({ hears, clock });
    const first = find(question(), all);
    waiting[0]!(found(7));
    await first;
    clock.at += yet;
    expect(await find(question(), all)).toEqual(found(7));
    clock.at += over - yet;
    void find(question(), all);
    expect(asked.length).toBe(2);
  });

  test('what was being found when the index changed is for nobody who asks afterwards', async () => {
    const { find, asked, waiting, purges } = kept();
    const before = find(question(), all);
    purges.publish(['catalog:1']);
    purges.publish(['search']);
    waiting[0]!(found(1));
    await before;
    const after = find(question(), all);
    expect(asked.length).toBe(2);
    waiting[1]!(found(2));
    expect((await after).total).toBe(2);
  });

  test('a failure is not kept', async () => {
    const purges = createPurges();
    let calls = 0;
    const { find } = keepAnswers(async () => {
      if (calls++ === 0) throw new Error('away');
      return found(3);
    }, purges);
    await expect(find(question(), all)).rejects.toThrow('away');
    expect((await find(question(), all)).total).toBe(3);
  });
});

describe('changes are told', () => {
  test('at once when it was quiet, and during a stream once a while, the last of them too', async () => {
    const purges = createPurges();
    let told = 0;
    purges.subscribe(() => {
      told += 1;
    });
    const changes = announceChanges(purges, 200);
    changes.happened();
    expect(told).toBe(1);
    for (let i = 0; i < 100; i++) changes.happened();
    expect(told).toBe(1);
    await expect.poll(() => told, { timeout: 5_000 }).toBe(2);
    changes.happened();
    changes.close();
    expect(told).toBe(3);
  });
});
