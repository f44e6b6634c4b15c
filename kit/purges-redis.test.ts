import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { createRedisPurges } from './purges-redis.ts';
import { purgesSuite } from './testing/purges-suite.ts';
import { noRedis, testRedis } from './testing/redis.ts';

const log = createLog('silent');

describe.skipIf(noRedis)(`by Redis${noRedis ? ` (skipped: ${noRedis})` : ''}`, () => {
  purgesSuite(async () => {
    const redis = await testRedis();
    return {
      open: () => createRedisPurges({ url: redis.url, log }).purges,
      cut: async () => {
        const admin = new Redis(redis.url);
        await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        admin.disconnect();
      },
      close: redis.stop,
    };
  });

  describe('what processes keep together', () => {
    let redis: Awaited<ReturnType<typeof testRedis>>;
    let [a, b] = [] as unknown as [ReturnType<typeof createRedisPurges>, ReturnType<typeof createRedisPurges>];
    beforeAll(async () => {
      redis = await testRedis();
      [a, b] = [createRedisPurges({ url: redis.url, log }), createRedisPurges({ url: redis.url, log })];
      await vi.waitUntil(() => a.purges.hears() && b.purges.hears(), { timeout: 20_000 });
    });
    afterAll(async () => {
      await Promise.all([a.purges.close(), b.purges.close()]);
      await redis.stop();
    });
    const bytes = Buffer.from([0, 255, 10, 13, 34, 195, 188]);
    const found = async (cache: typeof a.cache, key: string) => (await cache.look(key))?.found ?? null;
    const markOf = async (cache: typeof a.cache, key: string) => (await cache.look(key))!.mark;

    test('is found by the other, byte for byte, with its tags and the time that is left', async () => {
      a.cache.store('k1', bytes, { tags: ['catalog:1', 'search'], forMs: 60_000, mark: await markOf(a.cache, 'k1') });
      await expect.poll(() => found(b.cache, 'k1')).toMatchObject({ value: bytes, tags: ['catalog:1', 'search'] });
      expect((await found(b.cache, 'k1'))!.leftMs).toBeGreaterThan(50_000);
      expect(await found(b.cache, 'k2')).toBeNull();
    });

    test('is gone for everybody once one of its tags is purged, by whomever, and stays gone however late it is stored', async () => {
      const mark = await markOf(a.cache, 'k3');
      a.cache.store('k3', bytes, { tags: ['catalog:3'], forMs: 60_000, mark });
      await expect.poll(() => found(b.cache, 'k3')).not.toBeNull();
      b.purges.publish(['catalog:3']);
      expect(await b.cache.look('k3')).toBeNull();
      await b.purges.sent();
      expect([await found(a.cache, 'k3'), await found(b.cache, 'k3')]).toEqual([null, null]);
      // somebody who has read before the purge, and is late
      a.cache.store('k3', bytes, { tags: ['catalog:3'], forMs: 60_000, mark });
      a.cache.store('k4', bytes, { tags: ['catalog:3'], forMs: 60_000, mark: await markOf(a.cache, 'k4') });
      await expect.poll(() => found(b.cache, 'k4')).not.toBeNull();
      expect(await found(b.cache, 'k3')).toBeNull();
    });

    test('without tags it lives as long as it was given; a Redis that was emptied takes nothing old for new', async () => {
      a.cache.store('k5', bytes, { tags: [], forMs: 60_000, mark: await markOf(a.cache, 'k5') });
      await expect.poll(() => found(b.cache, 'k5')).not.toBeNull();
      const mark = await markOf(a.cache, 'k6');
      const admin = new Redis(redis.url);
      await admin.flushall();
      admin.disconnect();
      b.purges.publish(['catalog:6']);
      await b.purges.sent();
      a.cache.store('k6', bytes, { tags: ['catalog:6'], forMs: 60_000, mark });
      a.cache.store('k7', bytes, { tags: [], forMs: 60_000, mark });
      await expect.poll(() => found(b.cache, 'k7')).not.toBeNull();
      expect(await found(b.cache, 'k6')).toBeNull();
    });
  });

  test('a Redis that goes away is done without', async () => {
    const redis = await testRedis();
    const { purges, cache } = createRedisPurges({ url: redis.url, log });
    await expect.poll(() => purges.hears(), { timeout: 20_000 }).toBe(true);
    const { mark } = (await cache.look('k'))!;
    await redis.stop();
    await expect.poll(() => purges.hears()).toBe(false);
    expect(await cache.look('k')).toBeNull();
    cache.store('k', Buffer.from('x'), { tags: [], forMs: 1_000, mark });
    purges.publish(['x']);
    await expect(purges.sent()).rejects.toThrow();
    await purges.close();
  });
});
