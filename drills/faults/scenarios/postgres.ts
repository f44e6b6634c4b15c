import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Purchase } from '../../harness/buyer.ts';
import { allCompleted, type Drill, eventually, must, type Scenario } from '../drill.ts';

/** Buys while something goes on, and goes on buying until that is over. */
async function buyDuring(drill: Drill, variantId: string, abreast: number, trouble: Promise<unknown>): Promise<Purchase[]> {
  let over = false;
  const end = trouble.finally(() => {
    over = true;
  });
  end.catch(() => {});
  const made: Purchase[] = [];
  while (!over) made.push(...(await drill.buyMany(abreast, abreast, () => drill.me.buyingOne(variantId))));
  await end;
  return made;
}

const f7: Scenario = {
  row: 'F7',
  title: 'Postgres is restarted under load: nothing that was acknowledged is lost, the pools recover alone',
  async run(drill) {
    const { world, random, reach } = drill;
    const { variantId } = await drill.me.product(5_000);
    reach.plan('postgres restarted');
    const restarts = async () => {
      for (let i = 0; i < drill.count(8, 1); i++) {
        await sleep(random.int(1_000, drill.count(5_000, 1_500)));
        await world.postgres.restart(random.chance(0.7) ? 'immediate' : 'fast');
        reach.hit('postgres restarted');
      }
      await world.ready();
    };
    const made = await buyDuring(drill, variantId, 8, restarts());
    await drill.settle();
    allCompleted(made);
    must((await drill.me.stock(variantId)).sold === made.length, `${made.length} bought`);
  },
};

const f8: Scenario = {
  row: 'F8',
  title: 'connections are cut after any number of bytes: whole transactions are repeated, never a part of one',
  async run(drill) {
    const { world, random, reach } = drill;
    const { variantId } = await drill.me.product(5_000);
    const cuts = drill.count(500, 15);
    reach.plan('connection cut');
    let done = 0;
    const cutting = async () => {
      while (done < cuts) {
        world.proxy.cutAfter(
          () => random.int(1, 6_000),
          Math.min(3, cuts - done),
          () => {
            done += 1;
            reach.hit('connection cut');
          },
        );
        await sleep(random.int(30, 120));
      }
      world.proxy.heal();
    };
    const made = await buyDuring(drill, variantId, 6, cutting());
    await drill.settle();
    allCompleted(made);
  },
};

const f9: Scenario = {
  row: 'F9',
  title: 'the reply to COMMIT is lost: what was done is found out, not done again',
  async run(drill) {
    const { world, random, reach } = drill;
    const { variantId } = await drill.me.product(5_000);
    reach.plan('reply to COMMIT lost');
    const losses = drill.count(200, 20);
    let done = 0;
    world.proxy.loseReplies({
      times: losses,
      matching: /attempts|sagas|orders|reservations|payments|carts|outbox/,
      chance: () => random.chance(0.1),
      onHit: () => {
        done += 1;
        reach.hit('reply to COMMIT lost');
      },
    });
    const made = await buyDuring(
      drill,
      variantId,
      6,
      eventually('all replies are lost', () => done >= losses, 180_000),
    );
    await drill.settle();
    allCompleted(made);
    must((await drill.me.stock(variantId)).sold === made.length, `${made.length} bought`);
  },
};

const frozen: Scenario = {
  row: 'F8',
  title: 'connections go silent: they are given up, not waited for by the hour',
  slow: true,
  async run(drill) {
    const { variantId } = await drill.me.product(500);
    drill.reach.plan('connections gone silent');
    const before = await drill.buyMany(4, 4, () => drill.me.buyingOne(variantId));
    drill.reach.hit('connections gone silent', drill.world.proxy.freeze());
    const after = Array.from({ length: 8 }, () => drill.buy(drill.me.buyingOne(variantId)));
    await eventually('buying goes on by itself', () => after.every((purchase) => purchase.outcome !== 'unknown'), 90_000);
    await drill.settle();
    allCompleted([...before, ...after]);
  },
};

const f10: Scenario = {
  row: 'F10',
  title: 'crossed carts, AB and BA: no deadlock reaches a buyer',
  async run(drill) {
    const [a, b] = [await drill.me.product(500), await drill.me.product(500)];
    const lines = (...ids: string[]) => drill.me.buying({ lines: ids.map((variantId) => ({ variantId, quantity: 1 })) });
    drill.reach.plan('crossed carts');
    let turn = 0;
    const made = await drill.buyMany(drill.count(64, 24), 16, () => {
      drill.reach.hit('crossed carts');
      turn += 1;
      return turn % 2 === 0 ? lines(a.variantId, b.variantId) : lines(b.variantId, a.variantId);
    });
    await drill.settle();
    allCompleted(made);
    must(
      made.every((purchase) => purchase.unheard === 0),
      'an error reached a client',
    );
  },
};

const PAGE = 'query($s:String!){product(slug:$s){title variants{price{amountMinor} availability{status}}}}';

const f11: Scenario = {
  row: 'F11',
  title: 'buyers wait for locks: those who only look do not',
  async run(drill) {
    const { world, me, reach } = drill;
    const product = await me.product(500);
    let asked = 0;
    const page = async () => {
      const began = performance.now();
      // in other words each time: a page that is kept asks nobody
      const { product: seen } = await me.ask(`${PAGE} # ${asked++}`, { s: product.slug });
      must(seen.variants[0].availability, 'the page lacks its stock');
      return performance.now() - began;
    };
    await page();
    reach.plan('stock locked');
    const holder = postgres(world.env.DATABASE_URL!, { max: 1, onnotice: () => {} });
    const pages: number[] = [];
    await holder.begin(async (tx) => {
      await tx`LOCK TABLE inventory.stock IN SHARE ROW EXCLUSIVE MODE`;
      reach.hit('stock locked');
      for (let i = 0; i < 40; i++) drill.buy(me.buyingOne(product.variantId));
      const end = Date.now() + drill.count(8_000, 1_500);
      while (Date.now() < end) pages.push(await page());
    });
    await holder.end();
    await drill.settle();
    const slowest = Math.max(...pages);
    must(slowest < 2_000, `of ${pages.length} pages the slowest took ${Math.round(slowest)} ms: as long as the buyers waited`);
  },
};

export const postgresFaults: Scenario[] = [f7, f8, frozen, f9, f10, f11];
