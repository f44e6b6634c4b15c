import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Data } from './shopper.ts';
import { until } from './shopper.ts';
import { story } from './story.ts';
import { type SeenSpan, spansOf } from './trace-receiver.ts';

const CHECKOUT =
  'mutation Buy($i:CheckoutInput!){checkout(input:$i){__typename ... on CheckoutCompleted{order{id}} ... on CheckoutRejected{userErrors{code}}}}';
const CALLER = '00f067aa0ba902b7';
const SELLING = ['cart', 'checkout', 'inventory', 'orders', 'payments'];

const newTrace = () => randomBytes(16).toString('hex');
/** A caller who does not want to be traced has no say in what is kept. */
const asked = async (base: string, trace: string, query: string, variables: object): Promise<{ answer: Data; trace: string | null }> => {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${trace}-${CALLER}-00` },
    body: JSON.stringify({ query, variables }),
  });
  return { answer: ((await response.json()) as Data).data, trace: response.headers.get('x-trace-id') };
};
const valuesOf = (spans: SeenSpan[], key: string) => new Set(spans.map(({ attributes }) => attributes[key]).filter(Boolean));
/** Spans whose parent was not sent (yet). */
const orphans = (spans: SeenSpan[]) => {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => !known.has(parentSpanId)).map(({ name, parentSpanId }) => `${name} of ${parentSpanId}`);
};

story('a checkout is one trace: gateway, contexts, SQL, provider, events, and the mail', async (me, { base, traces, topology }) => {
  const { variantId } = await me.product(5);
  const cart = await me.cartOf(variantId);
  const trace = newTrace();
  const bought = await asked(base, trace, CHECKOUT, { i: me.buying({ cartId: cart.id }) });
  expect(bought).toMatchObject({ answer: { checkout: { __typename: 'CheckoutCompleted' } }, trace });
  const wanted = ['mutation checkout', 'fetch from checkout', 'saga PlaceOrder', 'PlaceOrder: reserve stock', 'orders.confirm'];
  const later = [
    'payment provider confirm',
    'events to fulfillment',
    'events to notifications',
    'notifications hears of events',
    'send mail',
  ];
  const spans = await until(
    () => spansOf(traces, trace),
    (seen) => [...wanted, ...later].every((name) => seen.some((span) => span.name === name)) && orphans(seen).length === 1,
  );
  const names = new Set(spans.map(({ name }) => name));
  expect([...wanted, ...later].filter((name) => !names.has(name))).toEqual([]);
  expect(orphans(spans), 'all hang together below the one who asked').toEqual([`mutation checkout of ${CALLER}`]);
  expect([...valuesOf(spans, 'holdfast.context')]).toEqual(expect.arrayContaining(SELLING));
  const statements = spans.filter(({ attributes }) => attributes['db.query.text']);
  expect([...valuesOf(statements, 'db.namespace')]).toEqual(expect.arrayContaining([...SELLING, 'fulfillment', 'notifications']));
  expect(statements.some(({ attributes }) => attributes['db.query.text']?.toString().includes('$1'))).toBe(true);
  const services = [...SELLING, 'gateway', 'jobs', 'fulfillment', 'notifications'].map((part) => `holdfast-${part}`);
  expect([...new Set(spans.map(({ service }) => service))]).toEqual(
    topology === 'one process' ? ['holdfast'] : expect.arrayContaining(services),
  );
  expect(spans.filter(({ failed }) => failed)).toEqual([]);
});

story('a refused checkout is found in what is kept, though of all else nothing is', async (me, { base, traces }) => {
  const { variantId, id } = await me.product(5);
  const browsed = await asked(base, newTrace(), 'query($id:ID!){product(id:$id){title variants{availability{status}}}}', { id });
  const trace = newTrace();
  const refused = await asked(base, trace, CHECKOUT, { i: me.buyingOne(variantId, { paymentMethodId: 'pm_card_chargeDeclined' }) });
  expect(refused).toMatchObject({ answer: { checkout: { userErrors: [{ code: 'PAYMENT_DECLINED' }] } }, trace });
  const spans = await until(
    () => spansOf(traces, trace),
    (seen) => orphans(seen).join() === `mutation checkout of ${CALLER}`,
  );
  expect(spans.find(({ name }) => name === 'mutation checkout')).toMatchObject({
    failed: true,
    attributes: { 'holdfast.checkout.outcome': 'CheckoutRejected', 'holdfast.checkout.code': 'PAYMENT_DECLINED' },
  });
  expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['PlaceOrder: undo reserve stock', 'inventory.release']));
  // sent by the same process, before
  expect(browsed.trace).toMatch(/^[0-9a-f]{32}$/);
  expect(await spansOf(traces, browsed.trace!)).toEqual([]);
});
