import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tokenBucket } from './token-bucket.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** `count` requests that want to leave now; answers when they left, in milliseconds from now, once all have. */
async function leave(tokens: ReturnType<typeof tokenBucket>, count: number, waitMs = 60_000): Promise<number[]> {
  const began = performance.now();
  const left: number[] = [];
  const all = Promise.all(Array.from({ length: count }, () => tokens.take(waitMs).then(() => left.push(performance.now() - began))));
  await vi.runAllTimersAsync();
  await all;
  return left;
}
/** It has let in `perSecond` requests during the second that has just passed. */
async function busySecond(tokens: ReturnType<typeof tokenBucket>, perSecond: number): Promise<void> {
  for (let i = 0; i < perSecond; i++) {
    await vi.advanceTimersByTimeAsync(1000 / perSecond);
    tokens.accepted();
  }
}

describe('a token bucket', () => {
  test('has no limit while nobody complains', async () => {
    const tokens = tokenBucket({ leastPerSecond: 1 });
    expect(tokens.perSecond()).toBe(Number.POSITIVE_INFINITY);
    expect(await leave(tokens, 500)).toEqual(Array(500).fill(0));
  });

  test('after a complaint it waits as long as it was told, then stays below what was let in', async () => {
    const tokens = tokenBucket({ leastPerSecond: 1 });
    await busySecond(tokens, 50);
    tokens.tooMany(performance.now(), 1_000);
    expect(tokens.perSecond()).toBeGreaterThan(40);
    expect(tokens.perSecond()).toBeLessThan(50);
    const left = await leave(tokens, 20);
    expect(left[0]).toBeGreaterThanOrEqual(1_000);
    for (const [i, at] of left.slice(1).entries()) expect(at - left[i]!).toBeGreaterThanOrEqual(1000 / 50);
  });

  test('a pause is not taken for a sign that little is let in', async () => {
    const tokens = tokenBucket({ leastPerSecond: 1 });
    await busySecond(tokens, 100);
    tokens.tooMany(performance.now(), 1_000);
    await vi.advanceTimersByTimeAsync(1_100);
    tokens.tooMany(performance.now(), 1_000);
    expect(tokens.perSecond()).toBeGreaterThan(70);
  });

  test('who waits already when the complaint comes waits on', async () => {
    const tokens = tokenBucket({ leastPerSecond: 10 });
    tokens.tooMany(performance.now(), 100);
    const left: number[] = [];
    void tokens.take(5_000).then(() => left.push(performance.now()));
    const complained = performance.now();
    await vi.advanceTimersByTimeAsync(50);
    tokens.tooMany(performance.now(), 2_000);
    await vi.runAllTimersAsync();
    expect(left[0]! - complained).toBeGreaterThanOrEqual(2_050);
  });

  test('complaints of requests that were under way together are one', async () => {
    const tokens = tokenBucket({ leastPerSecond: 1 });
    await busySecond(tokens, 100);
    const sentAt = performance.now();
    await vi.advanceTimersByTimeAsync(5);
    tokens.tooMany(sentAt, 0);
    const once = tokens.perSecond();
    for (let i = 0; i < 20; i++) tokens.tooMany(sentAt, 0);
    expect(tokens.perSecond()).toBe(once);
    await vi.advanceTimersByTimeAsync(5);
    tokens.tooMany(performance.now(), 0);
    expect(tokens.perSecond()).toBeLessThan(once);
  });

  test('it dares a little more each second, never less than the least, and forgets in the end', async () => {
    const tokens = tokenBucket({ leastPerSecond: 20, forgetMs: 30_000 });
    tokens.tooMany(performance.now(), 0);
    expect(tokens.perSecond()).toBe(20);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tokens.perSecond()).toBeGreaterThan(30);
    expect(tokens.perSecond()).toBeLessThan(35);
    await vi.advanceTimersByTimeAsync(20_001);
    await leave(tokens, 1);
    expect(tokens.perSecond()).toBe(Number.POSITIVE_INFINITY);
  });

  test('who would wait too long is told at once, and takes nothing from who waits', async () => {
    const tokens = tokenBucket({ leastPerSecond: 10 });
    tokens.tooMany(performance.now(), 500);
    await expect(tokens.take(400)).rejects.toMatchObject({ name: 'Overloaded', retryAfterMs: 500 });
    expect((await leave(tokens, 1, 500))[0]).toBe(500);
  });
});
