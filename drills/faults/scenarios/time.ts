import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../kit/free-port.ts';
import { createSigner } from '../../../kit/sign.ts';
import { createTransport } from '../../../kit/transport.ts';
import { checkout } from '../../../subgraphs/checkout/contract.ts';
import { allCompleted, type Drill, eventually, must, type Scenario } from '../drill.ts';

const CLOCK = path.resolve(import.meta.dirname, '../../harness/clock-offset.mjs');
const SKEW_MS = 600_000;

/** Restarts parts with these variables, and without them when the work is done. */
async function restarted(drill: Drill, parts: string[], env: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const { world } = drill;
  const turn = async (next: Record<string, string>) => {
    for (const part of parts) {
      world.processes.next(part, next);
      await world.processes.end(part, 'SIGTERM');
    }
    await world.ready();
  };
  await turn(env);
  try {
    await work();
  } finally {
    await turn({});
  }
}

const f16: Scenario = {
  row: 'F16',
  title: 'an owner is stopped past its lease and woken up again: it writes nothing more',
  async run(drill) {
    const { world, me, reach } = drill;
    const { processes, provider, env } = world;
    const { variantId } = await me.product(50);
    reach.plan('owner stopped past its lease', 'saga taken over');
    const owner = world.processOf('checkout');
    const port = String(await freePort());
    const second = world.topology === 'one process' ? 'all' : 'checkout';
    await provider.fault({ kind: 'slow', match: { path: '/confirm$' }, ms: 1_500, times: 4 });
    const bought = Array.from({ length: 4 }, () => drill.buy(me.buyingOne(variantId)));
    await sleep(700);
    processes.signal(owner, 'SIGSTOP');
    reach.hit('owner stopped past its lease');
    processes.start(second, { ...env, PORT: port, DATA_DIR: `${env.DATA_DIR}-second` }, 'second');
    // the jobs ask the first of two checkouts, which is stopped; the second of two shops has jobs of its own
    const transport = createTransport({ urls: { checkout: `http://127.0.0.1:${port}` }, signer: createSigner(env.SECRET!) });
    const recover = () => transport.clientOf(checkout).recoverSagas({ limit: 10 });
    const ended = async () => {
      if (second === 'checkout') await recover().catch(() => {});
      const rows = await world.books<{ epoch: number }[]>`
        SELECT s.epoch FROM checkout.sagas s JOIN checkout.attempts a USING (id)
        WHERE a.key = ANY(${bought.map((purchase) => purchase.input.idempotencyKey)}) AND s.state = 'DONE' AND s.epoch > 1`;
      return rows.length === 4;
    };
    await eventually('all sagas have ended without their first owner', ended, 60_000).finally(() => transport.close());
    reach.hit('saga taken over', 4);
    const logs = () => world.books`SELECT s.id, s.epoch, s.log FROM checkout.sagas s JOIN checkout.attempts a USING (id)
      WHERE a.key = ANY(${bought.map((purchase) => purchase.input.idempotencyKey)}) ORDER BY s.id`;
    const before = JSON.stringify(await logs());
    processes.signal(owner, 'SIGCONT');
    await sleep(4_000);
    must(JSON.stringify(await logs()) === before, 'the owner that was stopped has written into the log');
    await processes.end('second', 'SIGTERM', { stay: true });
    await drill.settle();
    allCompleted(bought);
    must((await me.stock(variantId)).sold === 4, 'four are sold');
  },
};

const f40: Scenario = {
  row: 'F40',
  title: 'holds of 1 s, a provider that takes 3 s: no unit is swept away from who is paying',
  async run(drill) {
    const { world, me, reach } = drill;
    reach.plan('hold ended while paying');
    const parts = world.topology === 'one process' ? ['all'] : ['checkout'];
    await restarted(drill, parts, { HOLD_MINUTES: String(1 / 60) }, async () => {
      const total = drill.count(200, 6);
      const { variantId } = await me.product(total);
      await world.provider.fault({ kind: 'slow', match: { path: '/confirm$' }, ms: 3_000, times: total * 2 });
      let carts = 0;
      const inputs = await Promise.all(
        Array.from({ length: total }, async () => {
          const cart = await me.cartOf(variantId);
          if (drill.random.chance(0.5)) await me.begin(cart.id);
          return me.buying({ cartId: cart.id });
        }),
      );
      const bought = await drill.buyMany(total, 16, () => inputs[carts++]!);
      reach.hit('hold ended while paying', total);
      await drill.settle();
      allCompleted(bought);
      const stock = await me.stock(variantId);
      must(stock.sold === total && stock.available === 0, `the last unit is sold once: ${JSON.stringify(stock)}`);
    });
  },
};

const f42: Scenario = {
  row: 'F42',
  title: 'paid and cancelled at the same time: one of the two wins, and money and units follow',
  async run(drill) {
    const { world, me, random, reach } = drill;
    reach.plan('cancelled while paying');
    const rounds = drill.count(200, 16);
    const { variantId } = await me.product(rounds + 10);
    const one = async () => {
      const purchase = drill.buy(me.buyingOne(variantId));
      const key = purchase.input.idempotencyKey;
      const placed = async () =>
        (
          await world.books<{ id: string }[]>`
        SELECT o.id FROM orders.orders o JOIN checkout.attempts a ON a.id = o.attempt_id WHERE a.key = ${key}`
        )[0];
      await eventually('the order is placed', async () => (await placed()) !== undefined || purchase.outcome !== 'unknown');
      await sleep(random.int(0, 120));
      const order = await placed();
      if (order) await me.cancel(order.id);
      reach.hit('cancelled while paying');
    };
    for (let done = 0; done < rounds; done += 8) await Promise.all(Array.from({ length: 8 }, one));
    await eventually('every unit is back or sold', async () => {
      const stock = await me.stock(variantId);
      return stock.reserved === 0;
    });
    await drill.settle();
  },
};

const f43: Scenario = {
  row: 'F43',
  title: 'clocks ten minutes apart: the time of the database decides',
  async run(drill) {
    const { world, me, reach } = drill;
    reach.plan('clock wrong');
    const skewed = (ms: number) => ({ NODE_OPTIONS: `--import=file://${CLOCK}`, CLOCK_OFFSET_MS: String(ms) });
    const parts = world.topology === 'one process' ? ['all'] : ['checkout', 'payments'];
    const buySome = async () => {
      const { variantId } = await me.product(60);
      reach.hit('clock wrong', parts.length);
      const bought = await drill.buyMany(drill.count(40, 6), 6, () => me.buyingOne(variantId));
      await drill.settle();
      allCompleted(bought);
    };
    await restarted(drill, parts.slice(0, 1), skewed(SKEW_MS), () =>
      parts[1] ? restarted(drill, parts.slice(1), skewed(-SKEW_MS), buySome) : buySome(),
    );
    if (!parts[1]) await restarted(drill, parts, skewed(-SKEW_MS), buySome);
  },
};

const f48: Scenario = {
  row: 'F48',
  title: 'every process is restarted in turn while people buy: nothing fails',
  async run(drill) {
    const { world, me, reach } = drill;
    const { variantId } = await me.product(5_000);
    const parts = drill.random.shuffle(world.parts());
    reach.plan('restarted in turn');
    let over = false;
    const buyer = async () => {
      while (!over) {
        drill.buy(me.buyingOne(variantId));
        await sleep(drill.count(60, 150));
      }
    };
    const buying = buyer();
    for (const part of parts.slice(0, drill.count(99, 3))) {
      await world.processes.end(part, 'SIGTERM');
      await world.ready();
      reach.hit('restarted in turn');
    }
    over = true;
    await buying;
    const bought = [...drill.purchases];
    await drill.settle();
    allCompleted(bought);
  },
};

export const timeFaults: Scenario[] = [f16, f40, f42, f43, f48];
