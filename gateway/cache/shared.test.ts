import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../kit/log.ts';
import { createRedisPurges } from '../../kit/purges-redis.ts';
import { noRedis, testRedis } from '../../kit/testing/redis.ts';
import { testGateway } from '../testing/gateway.ts';

const PRODUCT = 'query ($slug: String!) { product(slug: $slug) { id title } }';
const SAVE = 'mutation { productSave(input: { externalId: "e", title: "T", variants: [] }) { userErrors { code } } }';

describe.skipIf(noRedis)(`two gateways before one Redis${noRedis ? ` (skipped: ${noRedis})` : ''}`, () => {
  let redis: Awaited<ReturnType<typeof testRedis>>;
  let gateways: Awaited<ReturnType<typeof testGateway>>[] = [];
  let between: ReturnType<typeof createRedisPurges>[] = [];
  let title = 'first';
  beforeAll(async () => {
    redis = await testRedis();
    between = [0, 1].map(() => createRedisPurges({ url: redis.url, log: createLog('silent') }));
    gateways = await Promise.all(
      between.map(({ purges, cache }) => testGateway({ config: { responseCacheBytes: 1e7 }, purges, sharedCache: cache })),
    );
    for (const { stubs } of gateways)
      stubs.before.catalog = async ({ query }) => ({
        data: /mutation/.test(query) ? { productSave: { userErrors: [] } } : { product: { id: 'p1', title } },
        tags: ['catalog:p1'],
      });
    await vi.waitUntil(() => between.every(({ purges }) => purges.hears()), { timeout: 20_000 });
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await Promise.all(between.map(({ purges }) => purges.close()));
    await redis.stop();
  });
  const asked = () => gateways.flatMap(({ stubs }) => stubs.asked.filter(({ query }) => !/mutation/.test(query))).length;
  const read = async (which: number, slug: string) => {
    const { data, headers } = await gateways[which]!.shop(PRODUCT, { slug });
    return { title: (data!.product as { title: string }).title, etag: headers.get('etag') };
  };

  test('one keeps what the other has asked for; a change at one is a change at both', async () => {
    await expect.poll(() => Promise.all(between.map(({ cache }) => cache.look('nothing')))).not.toContain(null);
    const first = await read(0, 'shirt');
    expect(first).toMatchObject({ title: 'first', etag: expect.stringContaining('"') });
    expect(await read(1, 'shirt')).toEqual(first);
    expect(asked()).toBe(1);
    title = 'second';
    expect((await gateways[1]!.admin(SAVE)).errors).toBeUndefined();
    expect((await read(1, 'shirt')).title).toBe('second');
    await expect.poll(async () => (await read(0, 'shirt')).title).toBe('second');
    expect(asked()).toBeLessThanOrEqual(3);
  });

  test('a Redis that goes away takes nothing with it: each goes on with what it has and what it asks', async () => {
    const here = await read(0, 'hat');
    await redis.stop();
    expect(await read(0, 'hat')).toEqual(here);
    expect((await read(0, 'scarf')).title).toBe('second');
    expect((await gateways[0]!.admin(SAVE)).errors).toBeUndefined();
    title = 'third';
    expect((await read(0, 'hat')).title).toBe('third');
  });
});
