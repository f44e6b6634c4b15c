import { setTimeout as sleep } from 'node:timers/promises';
import { crashPointsOf } from '../../../kit/crash-points.ts';
import { placeOrder, type Shop } from '../../../subgraphs/checkout/place-order.saga.ts';
import { cancelOrder, type Asks } from '../../../subgraphs/orders/cancel-order.saga.ts';
import { type RefundAsks, refundOrder } from '../../../subgraphs/orders/refund-order.saga.ts';
import { type Drill, eventually, must, type Scenario } from '../drill.ts';

/** What is bought here is in no sale and under no limit, and the steps for those are passed over: laws.test.ts plays them. */
const PLACE = crashPointsOf(placeOrder({} as Shop)).filter((point) => !/use admission|count purchase/.test(point));
const CANCEL = crashPointsOf(cancelOrder({} as Asks));
/** A refund is turned back by the provider's no alone: that way the laws of the saga play. */
const REFUND = crashPointsOf(refundOrder({} as RefundAsks)).filter((point) => !point.includes('.undo.'));
const forward = (moments: RegExp) => PLACE.filter((point) => !point.includes('.undo.') && moments.test(point));
const UNDO = PLACE.filter((point) => point.includes('.undo.'));

/**
 * One process death a point: each start dies at its point, be it in a new saga or in one that it recovers, and the next
 * start has the next point. `provoke` asks for what leads there; it must not mind that nobody is there just now.
 */
async function dieAtEach({ world, reach, random }: Drill, part: string, points: string[], provoke: () => void): Promise<void> {
  const { processes } = world;
  const process = world.processOf(part);
  const order = random.shuffle(points);
  reach.plan(...order.map((point) => `crash at ${point}`));
  processes.next(process, ...order.map((point) => ({ CRASH_AT: point })), {});
  await processes.end(process, 'SIGTERM');
  const before = processes.deaths(process);
  for (const [i, point] of order.entries()) {
    provoke();
    await eventually(`${process} dies at ${point}`, () => processes.deaths(process) > before + i, 60_000);
    reach.hit(`crash at ${point}`);
  }
  await world.ready();
}

async function crashing(drill: Drill, points: string[]): Promise<void> {
  const { variantId } = await drill.me.product(points.length + 10);
  const carts: string[] = await Promise.all(points.map(async () => (await drill.me.cartOf(variantId)).id));
  await dieAtEach(drill, 'checkout', points, () => void drill.buy(drill.me.buying({ cartId: carts.pop()! })));
  const bought = [...drill.purchases];
  await drill.settle();
  must(
    bought.every((purchase) => purchase.outcome === 'completed'),
    `a crash is no refusal, yet: ${bought.filter((one) => one.outcome !== 'completed').map((one) => one.code)}`,
  );
  const stock = await drill.me.stock(variantId);
  must(stock.sold === bought.length && stock.reserved === 0, `${bought.length} bought, but the stock says ${JSON.stringify(stock)}`);
}

const f1: Scenario = {
  row: 'F1',
  title: 'kill -9 before a step, and in the midst of it: the saga runs forward',
  run: (drill) => crashing(drill, drill.random.shuffle(forward(/before$|inside$/)).slice(0, drill.count(99, 1))),
};

const f2: Scenario = {
  row: 'F2',
  title: 'kill -9 after the effect, before it is recorded: the effect happens once',
  run: (drill) => crashing(drill, drill.random.shuffle(forward(/after$/)).slice(0, drill.count(99, 1))),
};

/** A declined card turns the saga back from the payment; a price that has changed meanwhile is refused before it. */
const f3: Scenario = {
  row: 'F3',
  title: 'kill -9 while it compensates: every undo resumes',
  async run(drill) {
    const { variantId } = await drill.me.product(20);
    const declined = UNDO.filter((point) => !point.includes('capture payment'));
    const carts: string[] = await Promise.all(declined.map(async () => (await drill.me.cartOf(variantId)).id));
    const refuse = () => void drill.buy(drill.me.buying({ cartId: carts.pop()! }, { paymentMethodId: 'pm_card_visa_chargeDeclined' }));
    await dieAtEach(drill, 'checkout', drill.random.shuffle(declined).slice(0, drill.count(99, 1)), refuse);
    const refused = [...drill.purchases];
    await drill.settle();
    must(
      refused.every((purchase) => purchase.code === 'PAYMENT_DECLINED'),
      `all are declined, yet: ${refused.map((one) => one.code ?? one.outcome)}`,
    );
    const stock = await drill.me.stock(variantId);
    must(stock.available === 20 && stock.reserved === 0, `nothing was bought, but the stock says ${JSON.stringify(stock)}`);
  },
};

const f3Cancel: Scenario = {
  row: 'F3',
  title: 'kill -9 while a paid order is cancelled: money and units come back once',
  async run(drill) {
    const { variantId } = await drill.me.product(20);
    const points = drill.random.shuffle(CANCEL).slice(0, drill.count(99, 1));
    const sold = await drill.buyMany(points.length, 2, () => drill.me.buyingOne(variantId));
    const orders = sold.flatMap((purchase) => [...purchase.orderIds]);
    const cancel = (orderId: string) => untilHeard(() => drill.me.cancel(orderId));
    await dieAtEach(drill, 'orders', points, () => void cancel(orders.pop()!));
    await eventually('all are cancelled', async () => (await drill.me.stock(variantId)).available === 20);
    await drill.settle();
  },
};

const REFUND_ALL = 'mutation($i:RefundInput!){refundCreate(input:$i){userErrors{code}}}';

const f2Refund: Scenario = {
  row: 'F2',
  title: 'kill -9 while staff refund an order: money and units come back once',
  slow: true,
  async run(drill) {
    const { variantId } = await drill.me.product(20);
    const points = drill.random.shuffle(REFUND).slice(0, drill.count(99, 1));
    const sold = await drill.buyMany(points.length, 2, () => drill.me.buyingOne(variantId));
    const orders = sold.flatMap((purchase) => [...purchase.orderIds]);
    const refund = (orderId: string) =>
      untilHeard(() => drill.me.manage(REFUND_ALL, { i: { idempotencyKey: orderId, orderId, restock: true } }));
    await dieAtEach(drill, 'orders', points, () => void refund(orders.pop()!));
    await eventually('all units are back', async () => (await drill.me.stock(variantId)).available === 20);
    await drill.settle();
  },
};

/** The process that ships is killed at any moment, some of them between the word of orders and its being written down. */
const f2Ship: Scenario = {
  row: 'F2',
  title: 'kill -9 while parcels are handed over: each leaves once, and its order says so',
  slow: true,
  async run(drill) {
    const { world, me, random, reach } = drill;
    const { variantId } = await me.product(50);
    const total = drill.count(20, 4);
    const sold = await drill.buyMany(total, 2, () => me.buyingOne(variantId));
    const step = (name: string, args: string) => (variables: object) =>
      untilHeard(() => me.manage(`mutation(${args}){${name}{shipment{id} userErrors{code}}}`, variables));
    const create = step('shipmentCreate(input:$i)', '$i:ShipmentInput!');
    const ship = step('shipmentShip(input:$i)', '$i:ShipInput!');
    const parcels: string[] = [];
    for (const orderId of sold.flatMap((purchase) => [...purchase.orderIds])) {
      const { shipmentCreate } = await create({ i: { idempotencyKey: orderId, orderId } });
      parcels.push(shipmentCreate.shipment.id);
      for (const name of ['shipmentPick', 'shipmentPack']) await step(`${name}(shipmentId:$id)`, '$id:ID!')({ id: parcels.at(-1)! });
    }
    reach.plan('shipping killed');
    const shipping = Promise.all(parcels.map((shipmentId) => ship({ i: { shipmentId, carrier: 'DHL', trackingNumber: shipmentId } })));
    await sleep(random.int(5, 60));
    await world.processes.end(world.processOf('fulfillment'), 'SIGKILL');
    reach.hit('shipping killed');
    await world.ready();
    await shipping;
    await drill.settle();
    const [left] = await world.books<{ n: number }[]>`
      SELECT count(*)::int AS n FROM orders.orders o JOIN fulfillment.shipments s ON s.order_id = o.id
      WHERE s.id = ANY(${parcels}::uuid[]) AND o.status = 'SHIPPED' AND s.status = 'SHIPPED'`;
    must(left!.n === total, `${total} parcels were handed over, but ${left!.n} orders say so`);
  },
};

/** Whoever got no answer asks again. */
async function untilHeard<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
    await sleep(300);
  }
}

const f5: Scenario = {
  row: 'F5',
  title: 'the reply is lost: the same key gives the same order',
  async run(drill) {
    const { variantId } = await drill.me.product(500);
    const total = drill.count(100, 20);
    drill.reach.plan('client cut off');
    const cut = () => (drill.random.chance(0.5) ? drill.random.int(5, 250) : null);
    const bought = await drill.buyMany(total, 4, () => drill.me.buyingOne(variantId), { cutAfterMs: cut });
    drill.reach.hit(
      'client cut off',
      bought.reduce((sum, purchase) => sum + purchase.unheard, 0),
    );
    await drill.settle();
    must((await drill.me.stock(variantId)).sold === total, `${total} keys are ${total} units`);
  },
};

const f6: Scenario = {
  row: 'F6',
  title: 'the relay is killed in the midst of its batches: each event is applied once',
  async run(drill) {
    const { world, me, random, reach } = drill;
    const jobs = world.processOf('jobs');
    const names = await Promise.all(Array.from({ length: drill.count(40, 6) }, () => me.product(0)));
    reach.plan('relay killed');
    const kills = drill.count(6, 1);
    let ended = false;
    const killing = (async () => {
      for (let i = 0; i < kills; i++) {
        await sleep(random.int(200, 900));
        await processesEnd(drill, jobs);
        reach.hit('relay killed');
        await world.ready();
      }
      ended = true;
    })();
    const rounds = drill.count(50, 6);
    let told = 0;
    while (told < rounds || !ended) {
      told += 1;
      await Promise.all(names.map((product) => me.resave(product, { title: `Round ${told}` }).catch(() => {})));
    }
    await killing;
    await world.ready();
    for (const product of names) await me.resave(product, { title: 'Last word' });
    await eventually('the index has the last word', async () => {
      const [row] = await world.books<{ n: number }[]>`
        SELECT count(*)::int AS n FROM search.documents WHERE product_id = ANY(${names.map((one) => one.id)}::uuid[]) AND title = 'Last word'`;
      return row!.n === names.length;
    });
    await drill.settle();
  },
};

const processesEnd = ({ world }: Drill, name: string) => world.processes.end(name, 'SIGKILL');

export const processDeath: Scenario[] = [f1, f2, f2Refund, f2Ship, f3, f3Cancel, f5, f6];
