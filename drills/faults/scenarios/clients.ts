import { randomUUID } from 'node:crypto';
import { newPurchase, type Purchase, pursue } from '../../harness/buyer.ts';
import { type Drill, must, type Scenario } from '../drill.ts';

/** One input, sent by many clients at once, each of whom asks until the answer is final. */
async function together(drill: Drill, input: object, clients: number): Promise<Purchase[]> {
  const all = Array.from({ length: clients }, () => newPurchase(input));
  drill.purchases.push(...all);
  await Promise.all(all.map((purchase) => pursue(drill.world.base, purchase, { until: Date.now() + 60_000 })));
  return all;
}

const f33: Scenario = {
  row: 'F33',
  title: 'one key from twenty clients at once: one order',
  async run(drill) {
    const { variantId } = await drill.me.product(500);
    const rounds = drill.count(50, 4);
    drill.reach.plan('same key at once');
    for (let i = 0; i < rounds; i++) {
      const all = await together(drill, drill.me.buyingOne(variantId), 20);
      drill.reach.hit('same key at once', 20);
      const ids = new Set(all.flatMap((purchase) => [...purchase.orderIds]));
      must(ids.size === 1, `one key has ${ids.size} orders`);
    }
    await drill.settle();
    must((await drill.me.stock(variantId)).sold === rounds, `${rounds} keys are ${rounds} units`);
  },
};

const f34: Scenario = {
  row: 'F34',
  title: 'one key, another body: refused, and the first result is untouched; the same in another order of fields is the same',
  async run(drill) {
    const { me, reach } = drill;
    const { variantId } = await me.product(50);
    reach.plan('key used for another body');
    const input = me.buyingOne(variantId) as Record<string, unknown>;
    const first = await me.settled(input);
    must(first.__typename === 'CheckoutCompleted', 'the first is bought');
    const others = [
      { email: 'eve@example.com' },
      { paymentMethodId: 'pm_card_mastercard' },
      { expectedTotalMinor: 1 },
      { lines: [{ variantId, quantity: 2 }] },
      { lines: [...(input.lines as object[]), ...(input.lines as object[])] },
      { deliveryOptionId: 'express' },
      { shippingAddress: { ...(input.shippingAddress as object), line1: 'Elsewhere 1' } },
    ];
    for (const other of others) {
      const answer = await me.checkout({ ...input, ...other });
      must(answer.userErrors?.[0].code === 'IDEMPOTENCY_KEY_REUSED', `${JSON.stringify(other)} was answered ${JSON.stringify(answer)}`);
      reach.hit('key used for another body');
    }
    const again = await me.checkout(Object.fromEntries(Object.entries(input).reverse()));
    must(again.replayed && again.order.id === first.order.id, 'the same input in another order is the same');
    await drill.settle();
    must((await me.stock(variantId)).sold === 1, 'one unit is sold');
  },
};

const f35: Scenario = {
  row: 'F35',
  title: 'one cart, twenty keys at once: one order',
  async run(drill) {
    const { me } = drill;
    const { variantId } = await me.product(500);
    const rounds = drill.count(50, 4);
    drill.reach.plan('same cart at once');
    for (let i = 0; i < rounds; i++) {
      const cart = await me.cartOf(variantId);
      const all = (
        await Promise.all(
          Array.from({ length: 20 }, () => together(drill, { ...me.buying({ cartId: cart.id }), idempotencyKey: randomUUID() }, 1)),
        )
      ).flat();
      drill.reach.hit('same cart at once', 20);
      const codes = all.map((purchase) => purchase.code ?? purchase.outcome);
      must(codes.filter((code) => code === 'completed').length === 1, `of one cart: ${codes}`);
      must(
        codes.every((code) => ['completed', 'CART_BUSY', 'CART_CLOSED'].includes(code)),
        `of one cart: ${codes}`,
      );
    }
    await drill.settle();
    must((await me.stock(variantId)).sold === rounds, `${rounds} carts are ${rounds} units`);
  },
};

const ADD = 'mutation($c:ID!,$l:[CartLineInput!]!){cartLinesAdd(cartId:$c,lines:$l){cart{totalQuantity} userErrors{code}}}';

const f37: Scenario = {
  row: 'F37',
  title: 'the cart changes while it is bought: the order has the lines it was priced with',
  async run(drill) {
    const { me, random, reach } = drill;
    const { variantId } = await me.product(5_000);
    const other = await me.product(5_000);
    reach.plan('line added during checkout');
    const one = async () => {
      const cart = await me.cartOf(variantId);
      const bought = drill.buyMany(1, 1, () => me.buying({ cartId: cart.id }));
      await new Promise((resolve) => setTimeout(resolve, random.int(0, 120)));
      await me.ask(ADD, { c: cart.id, l: [{ variantId: other.variantId, quantity: 1 }] }).catch(() => {});
      reach.hit('line added during checkout');
      await bought;
    };
    const rounds = drill.count(500, 24);
    for (let done = 0; done < rounds; done += 8) await Promise.all(Array.from({ length: 8 }, one));
    await drill.settle();
  },
};

const f39: Scenario = {
  row: 'F39',
  title: 'one variant on two lines: the demand is summed before it is tested',
  async run(drill) {
    const { me, reach } = drill;
    reach.plan('one variant twice');
    for (let i = 0; i < drill.count(10, 3); i++) {
      const stock = 3 + i;
      const { variantId } = await me.product(stock);
      const lines = (first: number, second: number) => me.buying({ lines: [first, second].map((quantity) => ({ variantId, quantity })) });
      const [none] = await drill.buyMany(1, 1, () => lines(stock - 1, 2));
      must(none!.code === 'INSUFFICIENT_STOCK', `${stock - 1} and 2 of ${stock}: ${none!.code ?? none!.outcome}`);
      const [all] = await drill.buyMany(1, 1, () => lines(stock - 1, 1));
      must(all!.outcome === 'completed', `${stock - 1} and 1 of ${stock}: ${all!.code ?? all!.outcome}`);
      reach.hit('one variant twice');
    }
    await drill.settle();
  },
};

export const clientFaults: Scenario[] = [f33, f34, f35, f37, f39];
