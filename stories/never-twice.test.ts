import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { until } from './shopper.ts';
import { story } from './story.ts';

const count = (answers: { __typename: string }[], kind: string) => answers.filter((answer) => answer.__typename === kind).length;

story('100 buyers at once of a variant with 10 in stock: exactly 10 are sold', async (me) => {
  const { variantId } = await me.product(10);
  const answers = await Promise.all(Array.from({ length: 100 }, () => me.settled(me.buyingOne(variantId))));
  expect(count(answers, 'CheckoutCompleted')).toBe(10);
  expect(answers.filter((answer) => answer.userErrors?.[0].code === 'INSUFFICIENT_STOCK')).toHaveLength(90);
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.reserved === 0,
      5_000,
    ),
  ).toEqual({ available: 0, reserved: 0, sold: 10 });
  expect((await me.cleanAudit()).findings).toEqual([]);
});

story('one key, twenty calls: one order, one charge, one answer', async (me) => {
  const { variantId } = await me.product(50);
  const input = me.buyingOne(variantId);
  const answers = await Promise.all(Array.from({ length: 20 }, () => me.settled(input)));
  expect(new Set(answers.map((answer) => answer.order.id)).size).toBe(1);
  expect(new Set(answers.map((answer) => answer.accessToken)).size).toBe(1);
  expect(answers.filter((answer) => !answer.replayed).length).toBeLessThanOrEqual(1);
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.sold === 1,
      5_000,
    ),
  ).toEqual({ available: 49, reserved: 0, sold: 1 });
  const reordered = Object.fromEntries(Object.entries(input).reverse());
  expect(await me.checkout(reordered)).toMatchObject({ replayed: true, order: { id: answers[0].order.id } });
  expect(await me.checkout({ ...input, email: 'other@example.com' })).toMatchObject({
    __typename: 'CheckoutRejected',
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
  });
});

story('two keys on one cart: one order', async (me) => {
  const { variantId } = await me.product(50);
  const cart = await me.cartOf(variantId);
  const answers = await Promise.all(Array.from({ length: 10 }, () => me.settled(me.buying({ cartId: cart.id }))));
  expect(count(answers, 'CheckoutCompleted')).toBe(1);
  expect(answers.filter((answer) => /^CART_(BUSY|CLOSED)$/.test(answer.userErrors?.[0].code))).toHaveLength(9);
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.sold === 1,
      5_000,
    ),
  ).toEqual({ available: 49, reserved: 0, sold: 1 });
});

story('a rejection is final for its key, and its answer is frozen', async (me) => {
  const { variantId } = await me.product(0);
  const input = me.buyingOne(variantId);
  const first = await me.checkout(input);
  expect(first).toMatchObject({ __typename: 'CheckoutRejected', replayed: false, userErrors: [{ code: 'INSUFFICIENT_STOCK' }] });
  await me.adjust(variantId, 5);
  expect(await me.checkout(input)).toEqual({ ...first, replayed: true });
  expect((await me.settled({ ...input, idempotencyKey: randomUUID() })).__typename).toBe('CheckoutCompleted');
});

story('an attempt can be asked for by its id, and by no guess', async (me) => {
  const { variantId } = await me.product(5);
  const bought = await me.settled(me.buyingOne(variantId));
  const ask = 'query($id:ID!){checkoutAttempt(id:$id){__typename ... on CheckoutCompleted{order{id status}}}}';
  expect((await me.ask(ask, { id: bought.attemptId })).checkoutAttempt).toMatchObject({
    __typename: 'CheckoutCompleted',
    order: { id: bought.order.id },
  });
  expect((await me.ask(ask, { id: randomUUID() })).checkoutAttempt).toBeNull();
  expect((await me.ask(ask, { id: 'no id at all' })).checkoutAttempt).toBeNull();
});
