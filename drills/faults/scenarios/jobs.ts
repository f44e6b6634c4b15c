import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { uuidv7 } from '../../../kit/uuid.ts';
import { noRedis, testRedis } from '../../../kit/testing/redis.ts';
import { openDrillWorld } from '../../harness/drill-world.ts';
import { createDrill, type Drill, eventually, must, type Scenario, Skipped } from '../drill.ts';

type Finding = { subject: string; detail: string };

const f15: Scenario = {
  row: 'F15',
  title: 'one event of a thousand always fails: the others flow, and it is dead and named',
  slow: true,
  async run(drill) {
    const { world, me, reach } = drill;
    const { variantId } = await me.product(1);
    reach.plan('poison event');
    const one = () => world.books<{ type: string; aggregate_id: string; version: number; payload: object }[]>`
      SELECT type, aggregate_id, version, payload FROM inventory.outbox WHERE aggregate_id = ${variantId} ORDER BY id LIMIT 1`;
    await eventually('the variant has told of its stock', async () => (await one()).length === 1);
    const [event] = await one();
    const poison = uuidv7();
    const others = Array.from({ length: 999 }, () => uuidv7());
    const put = (ids: string[], payload: object) => world.books`
      INSERT INTO inventory.outbox (event_id, type, aggregate_id, version, payload)
      SELECT unnest(${ids}::uuid[]), ${event!.type}, ${event!.aggregate_id}, ${event!.version}, ${world.books.json(payload as never)}`;
    await put(others.slice(0, 500), event!.payload);
    await put([poison], { variantId: 'not a uuid', productId: 'neither', status: 'IN_STOCK', available: 1 });
    await put(others.slice(500), event!.payload);
    reach.hit('poison event');
    const count = async (where: 'delivered' | 'dead') => {
      const [row] = await world.books<{ n: number }[]>`
        SELECT count(*)::int AS n FROM inventory.outbox WHERE event_id = ANY(${[poison, ...others]}::uuid[]) AND published_at IS NOT NULL
          AND awaiting = '{}' AND ${where === 'dead' ? world.books`dead <> '{}'` : world.books`dead = '{}'`}`;
      return row!.n;
    };
    await eventually('the other 999 are delivered', async () => (await count('delivered')) === 999, 20_000);
    await eventually('the one is dead', async () => (await count('dead')) === 1, 60_000);
    const report = await me.audit();
    must(
      report.findings.some(
        ({ subject, detail }: Finding) => subject === 'outbox of inventory' && detail.includes('failed for good at search'),
      ),
      `the audit names the dead event: ${JSON.stringify(report.findings)}`,
    );
    await world.books`DELETE FROM inventory.outbox WHERE event_id = ${poison}`;
    await drill.settle();
  },
};

/** A shop of its own whose job queues are on Redis. */
async function onRedis(drill: Drill, work: (own: Drill, redis: { url: string; stop(): Promise<void> }) => Promise<void>): Promise<void> {
  if (noRedis) throw new Skipped(`there is ${noRedis}`);
  const redis = await testRedis();
  try {
    const { topology } = drill.world;
    const world = await openDrillWorld({ topology, random: drill.random, hit: drill.reach.hit, env: { REDIS_URL: redis.url } });
    try {
      await work(createDrill({ world, random: drill.random, reach: drill.reach, scale: drill.scale }), redis);
    } finally {
      await world.stop();
    }
  } finally {
    await redis.stop();
  }
}

const f13: Scenario = {
  row: 'F13',
  title: 'Redis is emptied in the midst of it: what it had to do is found again',
  slow: true,
  run: (drill) =>
    onRedis(drill, async (own, redis) => {
      const { me, reach, world } = own;
      const product = await me.product(1_000);
      reach.plan('Redis emptied');
      const client = new Redis(redis.url, { maxRetriesPerRequest: null });
      const buying = own.buyMany(200, 6, () => me.buyingOne(product.variantId));
      for (let i = 0; i < 5; i++) {
        await sleep(900);
        await me.resave(product, { title: `Emptied ${i}` });
        await client.flushall();
        reach.hit('Redis emptied');
      }
      client.disconnect();
      await buying;
      await eventually(
        'the index has the last word',
        async () => {
          const [row] = await world.books<{ title: string }[]>`SELECT title FROM search.documents WHERE product_id = ${product.id}`;
          return row?.title === 'Emptied 4';
        },
        60_000,
      );
      await own.settle();
    }),
};

const f14: Scenario = {
  row: 'F14',
  title: 'Redis is down: people buy, and what waits is done when it is back',
  slow: true,
  run: (drill) =>
    onRedis(drill, async (own, redis) => {
      const { me, reach } = own;
      const product = await me.product(1_000);
      reach.plan('Redis down');
      const client = new Redis(redis.url, { maxRetriesPerRequest: null });
      // asleep for as long as a server that does not answer: connections stay, nothing comes back
      void client.call('DEBUG', 'SLEEP', '30').catch(() => {});
      reach.hit('Redis down');
      const bought = await own.buyMany(100, 4, () => me.buyingOne(product.variantId));
      must(
        bought.every((purchase) => purchase.outcome === 'completed' && purchase.unheard === 0),
        'buying does not need Redis',
      );
      client.disconnect();
      await sleep(1_000);
      await own.settle();
    }),
};

export const jobFaults: Scenario[] = [f13, f14, f15];
