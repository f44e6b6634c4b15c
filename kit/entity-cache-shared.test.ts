import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { entityCache, type SharedForm } from './entity-cache.ts';
import { createLog } from './log.ts';
import { createRedisPurges } from './purges-redis.ts';
import { noRedis, testRedis } from './testing/redis.ts';

type Row = { id: string; version: number };
const form: SharedForm<Row> = {
  name: 'row-1',
  encode: (row) => Buffer.from(JSON.stringify(row)),
  decode: (bytes) => (bytes[0] === 123 ? (JSON.parse(String(bytes)) as Row) : null),
};

describe.skipIf(noRedis)(`two processes before one Redis${noRedis ? ` (skipped: ${noRedis})` : ''}`, () => {
  let redis: Awaited<ReturnType<typeof testRedis>>;
  let between: ReturnType<typeof createRedisPurges>[] = [];
  beforeAll(async () => {
    redis = await testRedis();
    between = [0, 1].map(() => createRedisPurges({ url: redis.url, log: createLog('silent') }));
    await vi.waitUntil(() => between.every(({ purges }) => purges.hears()), { timeout: 20_000 });
    await vi.waitUntil(async () => (await between[0]!.cache.look('x')) && (await between[1]!.cache.look('x')), { timeout: 20_000 });
  });
  afterAll(async () => {
    await Promise.all(between.map(({ purges }) => purges.close()));
    await redis.stop();
  });

  /** A process that has just started, and what it has read of the database. */
  const started = (which: 0 | 1, version: () => number) => {
    const { purges, cache: store } = between[which]!;
    const cache = entityCache<Row>({ context: 'rows', max: 100, idOf: (row) => row.id, purges, shared: { store, form } });
    const read: string[] = [];
    const ask = async (...ids: string[]) => {
      const rows = await cache.fillAll(ids, async (missing) => {
        read.push(...missing);
        return missing.filter((id) => !id.startsWith('no')).map((id) => ({ id, version: version() }));
      });
      return Object.fromEntries(rows.map((row) => [row.id, row.version]));
    };
    return { ask, read, cache };
  };
  const lies = (id: string) => expect.poll(async () => (await between[0]!.cache.look(`row-1:${id}`))?.found ?? null);

  test('what one has read the other need not read, and keeps too', async () => {
    const [a, b] = [started(0, () => 1), started(1, () => 2)];
    await a.ask('a1', 'a2', 'no-such');
    await lies('a2').not.toBeNull();
    expect(await b.ask('a1', 'a3', 'a2')).toEqual({ a1: 1, a2: 1, a3: 2 });
    expect([a.read, b.read]).toEqual([['a1', 'a2', 'no-such'], ['a3']]);
    expect(b.cache.get('a1')).toEqual({ id: 'a1', version: 1 });
  });

  test('after a purge nobody is given what was read before it, not even what is stored late', async () => {
    let version = 1;
    const [a, b] = [started(0, () => version), started(1, () => version)];
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = started(1, () => 1).cache.fillAll(['b1'], async () => gate.then(() => [{ id: 'b1', version: 1 }]));
    await a.ask('b1');
    await lies('b1').not.toBeNull();
    version = 2;
    between[0]!.purges.publish(['rows:b1']);
    await between[0]!.purges.sent();
    await lies('b1').toBeNull();
    finish();
    await slow;
    expect(await b.ask('b1')).toEqual({ b1: 2 });
    expect(await started(1, () => 3).ask('b1')).not.toEqual({ b1: 1 });
  });

  test('who has just changed an entity does not ask for it where it may still be as it was', async () => {
    await started(0, () => 1).ask('c1');
    await lies('c1').not.toBeNull();
    const b = started(1, () => 2);
    b.cache.drop(['c1']);
    expect(await b.ask('c1')).toEqual({ c1: 2 });
  });

  test('what cannot be decoded is read anew', async () => {
    const { cache } = between[0]!;
    const { mark } = (await cache.look('x'))!;
    cache.store('row-1:d1', Buffer.from('of another time'), { tags: ['rows:d1'], forMs: 60_000, mark });
    await lies('d1').not.toBeNull();
    expect(await started(1, () => 7).ask('d1')).toEqual({ d1: 7 });
  });
});
