import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { until } from './shopper.ts';
import { story } from './story.ts';

const CANCEL =
  'mutation($i:CancelOrderInput!){cancelOrder(input:$i){order{status payment{status refunded{amountMinor}} timeline{type}} userErrors{code}}}';

story('a paid order is cancelled: the money goes back once, and so do the units', async (me) => {
  const { variantId } = await me.product(3);
  const bought = await me.settled(me.buyingOne(variantId));
  const input = { idempotencyKey: randomUUID(), orderId: bought.order.id, accessToken: bought.accessToken, reason: 'changed my mind' };
  const { cancelOrder } = await me.ask(CANCEL, { i: input });
  expect(cancelOrder.userErrors).toEqual([]);
  expect(cancelOrder.order).toMatchObject({ status: 'CANCELLED', payment: { status: 'REFUNDED', refunded: { amountMinor: 2489 } } });
  await Promise.all(Array.from({ length: 5 }, () => me.ask(CANCEL, { i: input })));
  expect((await me.ask(CANCEL, { i: { ...input, idempotencyKey: randomUUID() } })).cancelOrder.order.payment.refunded.amountMinor).toBe(
    2489,
  );
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.available === 3,
      5_000,
    ),
  ).toEqual({ available: 3, reserved: 0, sold: 0 });
  expect((await me.cleanAudit()).findings).toEqual([]);
});

story('an order is cancelled while the bank is still being asked: nothing is sold and nothing charged', async (me) => {
  const { variantId } = await me.product(1);
  const input = me.buyingOne(variantId, { paymentMethodId: 'pm_card_threeDSecure2Required', email: `${randomUUID()}@example.com` });
  expect((await me.checkout(input)).__typename).toBe('CheckoutActionRequired');
  const { orders } = await me.manage('query($e:String!){orders(filter:{email:$e}){nodes{id status}}}', { e: input.email });
  expect(orders.nodes).toMatchObject([{ status: 'PENDING' }]);
  await me.manage(CANCEL, { i: { idempotencyKey: randomUUID(), orderId: orders.nodes[0].id } });
  expect(await me.settled(input)).toMatchObject({ __typename: 'CheckoutRejected', userErrors: [{ code: 'ORDER_CANCELLED' }] });
  const after = await me.manage('query($id:ID!){order(id:$id){status payment{status}}}', { id: orders.nodes[0].id });
  expect(after.order).toEqual({ status: 'CANCELLED', payment: { status: 'VOIDED' } });
  expect(await me.stock(variantId)).toEqual({ available: 1, reserved: 0, sold: 0 });
});

story('nobody cancels the order of another', async (me) => {
  const { variantId } = await me.product(3);
  const [mine, theirs] = [await me.settled(me.buyingOne(variantId)), await me.settled(me.buyingOne(variantId))];
  for (const accessToken of [undefined, 'a-guess', mine.accessToken]) {
    const { cancelOrder } = await me.ask(CANCEL, { i: { idempotencyKey: randomUUID(), orderId: theirs.order.id, accessToken } });
    expect(cancelOrder).toEqual({ order: null, userErrors: [{ code: 'ORDER_NOT_FOUND' }] });
  }
  expect((await me.order(theirs.order.id, theirs.accessToken)).order.status).toBe('PAID');
});

story('the bank wants a word: the stock is held, and once it is content the order is paid without the browser', async (me, shop) => {
  const { variantId } = await me.product(1);
  const input = me.buyingOne(variantId, { paymentMethodId: 'pm_card_threeDSecure2Required' });
  const asked = await me.checkout(input);
  expect(asked).toMatchObject({ __typename: 'CheckoutActionRequired', replayed: false });
  expect(await me.stock(variantId)).toEqual({ available: 0, reserved: 1, sold: 0 });
  expect(await me.checkout(input)).toMatchObject({
    __typename: 'CheckoutActionRequired',
    replayed: true,
    clientSecret: asked.clientSecret,
  });
  await answerBank(shop.env, asked.clientSecret, 'succeeded');
  const paid = await me.settled(input);
  expect(paid).toMatchObject({ __typename: 'CheckoutCompleted', order: { status: 'PAID', payment: { status: 'CAPTURED' } } });
});

story('the bank says no: the stock is back', async (me, shop) => {
  const { variantId } = await me.product(1);
  const input = me.buyingOne(variantId, { paymentMethodId: 'pm_card_threeDSecure2Required' });
  const asked = await me.checkout(input);
  await answerBank(shop.env, asked.clientSecret, 'failed');
  expect(await me.settled(input)).toMatchObject({ __typename: 'CheckoutRejected', userErrors: [{ __typename: 'PaymentDeclined' }] });
  expect(await me.stock(variantId)).toEqual({ available: 1, reserved: 0, sold: 0 });
});

story('a merchant finds an order by what the buyer can say', async (me) => {
  const { variantId } = await me.product(3);
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const bought = await me.settled(me.buyingOne(variantId, { email }));
  const find = 'query($f:OrderFilter){orders(filter:$f){nodes{id number status} pageInfo{hasNextPage}}}';
  for (const filter of [{ email: email.toUpperCase() }, { number: bought.order.number }, { sku: bought.order.lines[0].sku }]) {
    expect((await me.manage(find, { f: filter })).orders.nodes).toEqual([
      { id: bought.order.id, number: bought.order.number, status: 'PAID' },
    ]);
  }
  expect((await me.manage(find, { f: { email, status: ['FAILED'] } })).orders.nodes).toEqual([]);
});

/** What the buyer does on their bank's page: the simulator's own helper stands for it. */
async function answerBank(env: Record<string, string>, clientSecret: string, outcome: 'succeeded' | 'failed'): Promise<void> {
  const response = await fetch(`${env.SIMULATOR_URL}/v1/test_helpers/payment_intents/${clientSecret.split('_secret_')[0]}/authenticate`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_holdfast_simulator', 'content-type': 'application/x-www-form-urlencoded' },
    body: `outcome=${outcome}`,
  });
  if (!response.ok) throw new Error(await response.text());
}
