import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect } from 'vitest';
import { KINDS } from '../drills/hostile/attacks.ts';
import { attack } from '../drills/hostile/run.ts';
import { randomOf } from '../drills/harness/random.ts';
import { ADDRESS } from './shopper.ts';
import { story } from './story.ts';

story('what cannot be bought is refused as data, with a code and where it stands', async (me) => {
  const { variantId } = await me.product(5);
  const line = (quantity: number, id = variantId) => ({ lines: [{ variantId: id, quantity }] });
  const cases: [what: object, code: string, path?: string[]][] = [
    [line(0), 'INVALID_QUANTITY', ['lines', '0', 'quantity']],
    [line(-1), 'INVALID_QUANTITY'],
    [line(1000), 'INVALID_QUANTITY'],
    [{ lines: [] }, 'CART_EMPTY'],
    [line(1, randomUUID()), 'VARIANT_NOT_FOUND'],
    [line(1, 'not-an-id'), 'VARIANT_NOT_FOUND', ['lines', '0', 'variantId']],
    [{ cartId: randomUUID() }, 'CART_NOT_FOUND'],
    [{ cartId: 'nonsense' }, 'CART_NOT_FOUND'],
    [{ ...line(1), idempotencyKey: 'short' }, 'INVALID_IDEMPOTENCY_KEY'],
    [{ ...line(1), idempotencyKey: 'not printable\u0007 ...' }, 'INVALID_IDEMPOTENCY_KEY'],
    [{ ...line(1), paymentMethodId: 'pm_nonsense' }, 'PAYMENT_METHOD_NOT_FOUND'],
    [{ ...line(1), expectedTotalMinor: 1 }, 'PRICE_CHANGED'],
    [{ ...line(1), email: 'nobody' }, 'INVALID_EMAIL', ['email']],
    [{ ...line(1), shippingAddress: { ...ADDRESS, countryCode: 'XX' } }, 'INVALID_ADDRESS', ['shippingAddress', 'countryCode']],
    [{ ...line(1), shippingAddress: { ...ADDRESS, city: ' ' } }, 'INVALID_ADDRESS'],
    [{ ...line(1), deliveryOptionId: 'by-pigeon' }, 'DELIVERY_OPTION_NOT_FOUND'],
  ];
  for (const [what, code, path] of cases) {
    const answer = await me.settled(me.buying(what));
    expect(answer, JSON.stringify(what)).toMatchObject({ __typename: 'CheckoutRejected', userErrors: [{ code, ...(path && { path }) }] });
  }
  expect(await me.stock(variantId)).toEqual({ available: 5, reserved: 0, sold: 0 });
});

story('a cart takes no more of a variant than one order may', async (me) => {
  const { variantId } = await me.product(5);
  const cart = await me.cartOf(variantId, 998);
  const add = 'mutation($c:ID!,$l:[CartLineInput!]!){cartLinesAdd(cartId:$c,lines:$l){cart{totalQuantity} userErrors{code path}}}';
  const lines = [
    { variantId, quantity: 1 },
    { variantId, quantity: 1 },
  ];
  const { cartLinesAdd } = await me.ask(add, { c: cart.id, l: lines });
  expect(cartLinesAdd).toEqual({
    cart: { totalQuantity: 998 },
    userErrors: [{ code: 'INVALID_QUANTITY', path: ['lines', '1', 'quantity'] }],
  });
});

story('one order is in one currency', async (me) => {
  const { variantId, input } = await me.product(5);
  const name = randomUUID().slice(0, 8);
  const dollars = { ...input, externalId: name, variants: [{ sku: name, priceMinor: 100, currencyCode: 'USD' }] };
  const { productSave } = await me.manage('mutation($i:ProductInput!){productSave(input:$i){product{variants{id}} userErrors{code}}}', {
    i: dollars,
  });
  const lines = [
    { variantId, quantity: 1 },
    { variantId: productSave.product.variants[0].id, quantity: 1 },
  ];
  expect((await me.settled(me.buying({ lines }))).userErrors[0].code).toBe('CURRENCY_MISMATCH');
  const { cartCreate } = await me.ask('mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id} userErrors{code path}}}', {
    i: { lines },
  });
  expect(cartCreate).toMatchObject({ cart: null, userErrors: [{ code: 'CURRENCY_MISMATCH', path: ['lines', '1', 'variantId'] }] });
});

story('what is not even a request is a 4xx that tells nothing of us', async (_, { base }) => {
  const send = async (body: string, contentType = 'application/json') => {
    const response = await fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': contentType }, body });
    return { status: response.status, text: await response.text() };
  };
  const query = (text: string, variables = {}) => JSON.stringify({ query: text, variables });
  const cases = [
    await send('{"query":'),
    await send('query=%7B__typename%7D', 'application/x-www-form-urlencoded'),
    await send(query(`{${'a'.repeat(200_000)}}`)),
    await send(query('{nope}')),
    await send(query(`{categories${'{children'.repeat(40)}{id}${'}'.repeat(40)}}`)),
    await send(query(`{${Array.from({ length: 500 }, (_, i) => `a${i}:categories{id}`).join(' ')}}`)),
    await send(query('query($i:CartCreateInput!){cartCreate(input:$i){cart{id}}}')),
    await send(
      query('mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id}}}', { i: { lines: [{ variantId: 'x', quantity: 'two' }] } }),
    ),
    await send(query('mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id}}}', { i: { currencyCode: 'euro' } })),
  ];
  for (const { status, text } of cases) {
    expect(status, text.slice(0, 200)).toBeGreaterThanOrEqual(400);
    expect(status, text.slice(0, 200)).toBeLessThan(500);
    expect(text).not.toMatch(/node_modules|\bat .*\.[jt]s:\d+|select .* from|127\.0\.0\.1/i);
  }
});

story('a list is asked for in pages of at most 100', async (me) => {
  const answer = await me.gql('{products(first:101){totalCount}}');
  expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  expect(answer.data?.products ?? null).toBeNull();
});

story('the admin API needs its key, and the storefront does not know it', async (me, { base }) => {
  const admin = (key?: string) =>
    fetch(`${base}/admin/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: '{"query":"{audit{invariants}}"}',
    });
  expect((await admin()).status).toBe(401);
  expect((await admin('wrong')).status).toBe(401);
  expect((await me.gql('{audit{invariants}}')).status).toBe(400);
  const names = JSON.stringify((await me.gql('{__schema{types{name} queryType{fields{name}} mutationType{fields{name}}}}')).data);
  expect(names).not.toMatch(/stockAdjust|productSave|audit|StockLevel|JobQueue|_entities|_service/i);
});

story('hostile requests by the hundred find no fault of ours', async (_, { base }) => {
  const schema = buildSchema(readFileSync(new URL('../schema/storefront.graphql', import.meta.url), 'utf8'));
  const random = randomOf(Number(process.env.HOSTILE_SEED ?? 11));
  const goesOn = (sent: number) => sent < 8 * KINDS.length;
  const { offenders } = await attack({ port: Number(new URL(base).port), schema, random, goesOn, faults: true });
  expect(offenders.map(({ kind, fault, bytes }) => `${kind}: ${fault}\n${bytes}`)).toEqual([]);
});
