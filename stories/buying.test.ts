import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { until } from './shopper.ts';
import { story } from './story.ts';

const FIND = 'query($s:String!){products(search:$s){totalCount nodes{id title inStock variants{id availability{status}}}}}';

story('a shopper finds a product, puts it into a cart, and pays for it', async (me) => {
  const word = `Lighthouse${randomUUID().slice(0, 6)}`;
  const { id, slug, variantId } = await me.product(3, { title: `${word} lamp` });
  const found = await until(
    () => me.ask(FIND, { s: word }),
    (answer) => answer.products.totalCount === 1 && answer.products.nodes[0].inStock,
    5_000,
  );
  expect(found.products.nodes[0]).toMatchObject({ id, inStock: true });

  const page = await me.ask(
    'query($s:String!){product(slug:$s){title variants{id price{amountMinor amount} availability{status maxOrderQuantity}}}}',
    { s: slug },
  );
  expect(page.product.variants[0]).toMatchObject({
    price: { amountMinor: 1999, amount: '19.99' },
    availability: { status: 'LOW_STOCK', maxOrderQuantity: 3 },
  });

  const cart = await me.cartOf(variantId, 3);
  expect(cart.subtotal.amountMinor).toBe(5997);
  const { checkout } = await me.begin(cart.id);
  expect(Date.parse(checkout.expiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
  expect(await me.stock(variantId)).toEqual({ available: 0, reserved: 3, sold: 0 });

  const bought = await me.settled(me.buying({ cartId: cart.id }, { expectedTotalMinor: checkout.totals.total.amountMinor }));
  expect(bought).toMatchObject({
    __typename: 'CheckoutCompleted',
    replayed: false,
    order: { status: 'PAID', payment: { status: 'CAPTURED' } },
  });
  expect(bought.order.totals.total).toEqual({ amountMinor: 5997 + 490, currencyCode: 'EUR' });
  expect(bought.order.payment.amount.amountMinor).toBe(5997 + 490);
  expect(bought.order.number).toMatch(/^H\d+$/);
  expect(bought.order.timeline.map((event: { type: string }) => event.type)).toEqual(['placed', 'paid']);

  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.reserved === 0,
      5_000,
    ),
  ).toEqual({ available: 0, reserved: 0, sold: 3 });
  const soldOut = await until(
    () => me.ask(FIND, { s: word }),
    (answer) => answer.products.nodes[0]?.inStock === false,
    5_000,
  );
  expect(soldOut.products.nodes[0]).toMatchObject({ inStock: false, variants: [{ availability: { status: 'OUT_OF_STOCK' } }] });
  const filtered = await until(
    () => me.ask('query($s:String!){products(search:$s,filter:{inStock:true}){totalCount}}', { s: word }),
    (answer) => answer.products.totalCount === 0,
    2_000,
  );
  expect(filtered.products.totalCount).toBe(0);

  expect((await me.order(bought.order.id, bought.accessToken)).order.status).toBe('PAID');
  expect((await me.order(bought.order.id)).order).toBeNull();
  expect((await me.order(bought.order.id, 'a-guess')).order).toBeNull();
});

story('a bought cart is closed, and a second key on it is refused without telling of the first', async (me) => {
  const { variantId } = await me.product(5);
  const cart = await me.cartOf(variantId);
  expect((await me.settled(me.buying({ cartId: cart.id }))).__typename).toBe('CheckoutCompleted');
  const again = await me.settled(me.buying({ cartId: cart.id }));
  expect(again).toMatchObject({ __typename: 'CheckoutRejected', userErrors: [{ code: 'CART_CLOSED' }] });
  const { cartLinesAdd } = await me.ask('mutation($c:ID!,$v:ID!){cartLinesAdd(cartId:$c,lines:[{variantId:$v}]){userErrors{code}}}', {
    c: cart.id,
    v: variantId,
  });
  expect(cartLinesAdd.userErrors).toEqual([{ code: 'CART_CLOSED' }]);
});

story('a declined card gives the stock back, and another card buys the same cart', async (me) => {
  const { variantId } = await me.product(2);
  const cart = await me.cartOf(variantId, 2);
  const { checkout } = await me.begin(cart.id);
  const declined = await me.settled(me.buying({ cartId: cart.id }, { paymentMethodId: 'pm_card_visa_chargeDeclinedInsufficientFunds' }));
  expect(declined).toMatchObject({
    __typename: 'CheckoutRejected',
    userErrors: [{ __typename: 'PaymentDeclined', code: 'PAYMENT_DECLINED', declineCode: 'insufficient_funds' }],
  });
  // the hold goes back to its checkout, not to the shelf
  expect(await me.stock(variantId)).toEqual({ available: 0, reserved: 2, sold: 0 });
  expect((await me.begin(cart.id)).checkout.id).toBe(checkout.id);
  const paid = await me.settled(me.buying({ cartId: cart.id }));
  expect(paid).toMatchObject({ __typename: 'CheckoutCompleted', order: { status: 'PAID' } });
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.sold === 2,
      5_000,
    ),
  ).toEqual({ available: 0, reserved: 0, sold: 2 });
});

story('a price that has changed is told, nothing is charged, and the cart shows the new one', async (me) => {
  const { variantId, input } = await me.product(5);
  const cart = await me.cartOf(variantId, 2);
  const dearer = { ...input, variants: [{ ...input.variants[0], priceMinor: 2500 }] };
  await me.manage('mutation($i:ProductInput!){productSave(input:$i){userErrors{code}}}', { i: dearer });
  const read = 'query($id:ID!){cart(id:$id){subtotal{amountMinor} warnings{code lineId}}}';
  expect((await me.ask(read, { id: cart.id })).cart.warnings).toEqual([{ code: 'PRICE_CHANGED', lineId: cart.lines[0].id }]);
  const refused = await me.settled(me.buying({ cartId: cart.id }));
  expect(refused.userErrors[0]).toMatchObject({
    __typename: 'PriceChanged',
    code: 'PRICE_CHANGED',
    expectedTotal: { amountMinor: 3998 + 490 },
    actualTotal: { amountMinor: 5000 + 490 },
  });
  expect((await me.ask(read, { id: cart.id })).cart).toEqual({ subtotal: { amountMinor: 5000 }, warnings: [] });
  expect((await me.settled(me.buying({ cartId: cart.id }))).order.totals.total.amountMinor).toBe(5490);
});

story('twenty changes of one cart at once are all counted', async (me) => {
  const { variantId } = await me.product(100);
  const cart = await me.cartOf(variantId, 1);
  const add = 'mutation($c:ID!,$v:ID!){cartLinesAdd(cartId:$c,lines:[{variantId:$v,quantity:1}]){userErrors{code}}}';
  await Promise.all(Array.from({ length: 20 }, () => me.ask(add, { c: cart.id, v: variantId })));
  expect((await me.ask('query($id:ID!){cart(id:$id){totalQuantity}}', { id: cart.id })).cart.totalQuantity).toBe(21);
});

story('a hold of another checkout is respected, and ends when the cart is bought', async (me) => {
  const { variantId } = await me.product(1);
  const [first, second] = [await me.cartOf(variantId), await me.cartOf(variantId)];
  await me.begin(first.id);
  expect((await me.begin(second.id)).userErrors).toMatchObject([{ __typename: 'InsufficientStock', code: 'INSUFFICIENT_STOCK' }]);
  const late = await me.settled(me.buying({ cartId: second.id }));
  expect(late.userErrors[0]).toMatchObject({ code: 'INSUFFICIENT_STOCK', available: 0 });
  expect((await me.settled(me.buying({ cartId: first.id }))).__typename).toBe('CheckoutCompleted');
});
