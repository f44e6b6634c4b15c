import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, ROOT } from '../../kit/identity.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import subgraph from './subgraph.ts';

const PRICES = new Map<string, { priceMinor: number; currencyCode: string }>();
const offers = async ({ variantIds }: { variantIds: string[] }) => ({
  offers: variantIds.flatMap((variantId) => {
    const price = PRICES.get(variantId);
    return price ? [{ variantId, productId: variantId, sku: 'S', title: 'T', ...price }] : [];
  }),
});
const availability = async () => ({ variants: [] });

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  world = await testSubgraph(subgraph, { peers: { catalog: { offers }, inventory: { availability } } });
});
afterAll(() => world.close());

const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
const customer = (): Identity & { customerId: string } => ({ ...guest, customerId: uuidv7() });
const staff: Identity = { ...guest, audience: 'admin', staff: ROOT };
const [ada, grace] = [customer(), customer()];

const variant = (priceMinor = 100, currencyCode = 'EUR') => {
  const id = uuidv7();
  PRICES.set(id, { priceMinor, currencyCode });
  return id;
};
type Shown = { id: string; lines: { id: string; quantity: number; unitPrice: { amountMinor: number } }[] };
type Payload = { cart: Shown | null; userErrors: { code: string }[] };
const SHOWN = '{ id lines { id quantity unitPrice { amountMinor } } }';

async function ask<T>(identity: Identity, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await world.running.query({ query, variables: variables as Record<string, unknown>, identity });
  if (errors) throw new Error(errors[0]!.message);
  return Object.values(data as Record<string, unknown>)[0] as T;
}
const create = async (identity: Identity, lines: { variantId: string; quantity: number }[], currencyCode?: string): Promise<Shown> =>
  (
    await ask<Payload>(identity, `mutation ($i: CartCreateInput!) { cartCreate(input: $i) { cart ${SHOWN} userErrors { code } } }`, {
      i: { lines, currencyCode },
    })
  ).cart!;
const read = (identity: Identity, id: string) => ask<Shown | null>(identity, `query ($id: ID!) { cart(id: $id) ${SHOWN} }`, { id });
const units = (cart: Shown | null) => cart?.lines.map((line) => [line.quantity, line.unitPrice.amountMinor]).sort((a, b) => a[0]! - b[0]!);
const reference = async (identity: Identity, id: string) =>
  (
    await ask<(Shown | null)[]>(identity, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Cart ${SHOWN} } }`, {
      r: [{ __typename: 'Cart', id }],
    })
  )[0];

/** Every way in which a cart can be changed, and what it would show. */
const changes = (cart: Shown, variantId: string) => ({
  cartLinesAdd: { query: '$lines: [CartLineInput!]!', args: 'lines: $lines', lines: [{ variantId, quantity: 1 }] },
  cartLinesUpdate: { query: '$lines: [CartLineUpdateInput!]!', args: 'lines: $lines', lines: [{ lineId: cart.lines[0]!.id, quantity: 7 }] },
  cartLinesRemove: { query: '$lines: [ID!]!', args: 'lineIds: $lines', lines: [cart.lines[0]!.id] },
});

describe('a customer’s cart is the customer’s alone', () => {
  const buyers = [
    ['a guest', guest],
    ['another customer', grace],
  ] as const;

  test.each(buyers)('to %s it is as if there were none', async (_, stranger) => {
    const variantId = variant();
    const cart = await create(ada, [{ variantId, quantity: 2 }]);
    expect([await read(stranger, cart.id), await reference(stranger, cart.id)]).toEqual([null, null]);
    for (const [name, { query, args, lines }] of Object.entries(changes(cart, variantId))) {
      const mutation = (id: string) =>
        ask<Payload>(stranger, `mutation ($id: ID!, ${query}) { ${name}(cartId: $id, ${args}) { cart ${SHOWN} userErrors { code } } }`, {
          id,
          lines,
        });
      expect(await mutation(cart.id), name).toEqual({ cart: null, userErrors: [{ code: 'CART_NOT_FOUND' }] });
      expect(await mutation(cart.id), name).toEqual(await mutation(uuidv7()));
    }
    const asked = { cartId: cart.id, customerId: stranger.customerId };
    expect(await world.ask.snapshot(asked)).toMatchObject({ refused: [{ code: 'CART_NOT_FOUND' }] });
    expect(await world.ask.freeze({ ...asked, attemptId: uuidv7() })).toMatchObject({ refused: [{ code: 'CART_NOT_FOUND' }] });
    expect(units(await read(ada, cart.id))).toEqual([[2, 100]]);
  });

  test('the customer does all of it, and staff may look', async () => {
    const variantId = variant();
    const cart = await create(ada, [{ variantId, quantity: 2 }]);
    for (const [name, { query, args, lines }] of Object.entries(changes(cart, variantId))) {
      const mutation = `mutation ($id: ID!, ${query}) { ${name}(cartId: $id, ${args}) { cart { id } userErrors { code } } }`;
      expect(await ask<Payload>(ada, mutation, { id: cart.id, lines }), name).toEqual({ cart: { id: cart.id }, userErrors: [] });
    }
    expect(await read(staff, cart.id)).toEqual(await read(ada, cart.id));
    expect(await reference(staff, cart.id)).toEqual(await reference(ada, cart.id));
    const removing = 'mutation ($id: ID!) { cartLinesRemove(cartId: $id, lineIds: []) { cart { id } userErrors { code } } }';
    expect((await ask<Payload>(staff, removing, { id: cart.id })).userErrors).toEqual([{ code: 'CART_NOT_FOUND' }]);
  });

  test('a guest’s is open to whoever knows its id', async () => {
    const cart = await create(guest, [{ variantId: variant(), quantity: 1 }]);
    for (const somebody of [guest, ada, staff]) expect((await read(somebody, cart.id))?.id).toBe(cart.id);
    expect(await world.ask.freeze({ cartId: cart.id, attemptId: uuidv7(), customerId: ada.customerId })).toMatchObject({
      cartId: cart.id,
    });
  });
});

describe('a guest’s cart taken along at login', () => {
  const adopt = (cartId: string, who: { customerId: string }) => world.ask.adopt({ cartId, customerId: who.customerId });

  test('becomes the customer’s where they have none; a repetition changes nothing', async () => {
    const lin = customer();
    const cart = await create(guest, [{ variantId: variant(), quantity: 2 }]);
    expect(await adopt(cart.id, lin)).toEqual({ cartId: cart.id });
    expect(await adopt(cart.id, lin)).toEqual({ cartId: cart.id });
    expect([await read(guest, cart.id), units(await read(lin, cart.id))]).toEqual([null, [[2, 100]]]);
  });

  test('is merged into the customer’s own: sums as far as one order goes, and the price that was seen last', async () => {
    const lin = customer();
    const [both, many, theirs, new_] = [variant(100), variant(100), variant(100), variant(100)];
    const own = await create(lin, [
      { variantId: both, quantity: 1 },
      { variantId: many, quantity: 900 },
      { variantId: theirs, quantity: 1 },
    ]);
    for (const id of [both, many, theirs, new_]) PRICES.set(id, { priceMinor: 120, currencyCode: 'EUR' });
    const cart = await create(guest, [
      { variantId: both, quantity: 2 },
      { variantId: many, quantity: 900 },
      { variantId: new_, quantity: 4 },
    ]);
    const [before] = await world.sql`SELECT version FROM carts WHERE id = ${own.id}`;
    const answers = await Promise.all([adopt(cart.id, lin), adopt(cart.id, lin), adopt(cart.id, lin)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify({ cartId: own.id })]));
    expect(units(await read(lin, own.id))).toEqual([
      [1, 100],
      [3, 120],
      [4, 120],
      [999, 120],
    ]);
    const [after] = await world.sql`SELECT version FROM carts WHERE id = ${own.id}`;
    expect(Number(after!.version)).toBe(Number(before!.version) + 1);
    for (const somebody of [guest, lin, staff]) expect(await read(somebody, cart.id)).toBeNull();
  });

  test('of another currency it stays a cart of its own, and is theirs', async () => {
    const lin = customer();
    const own = await create(lin, [{ variantId: variant(), quantity: 1 }]);
    const dollars = await create(guest, [{ variantId: variant(100, 'USD'), quantity: 1 }], 'USD');
    expect(await adopt(dollars.id, lin)).toEqual({ cartId: dollars.id });
    expect([units(await read(lin, own.id)), units(await read(lin, dollars.id))]).toEqual([[[1, 100]], [[1, 100]]]);
  });

  test('is left alone where it is being bought or was, where it is another’s, and where there is none', async () => {
    const frozen = await create(guest, [{ variantId: variant(), quantity: 1 }]);
    const attemptId = uuidv7();
    await world.ask.freeze({ cartId: frozen.id, attemptId });
    expect(await adopt(frozen.id, ada)).toMatchObject({ refused: [{ code: 'CART_BUSY' }] });
    await world.ask.close({ cartId: frozen.id, attemptId });
    expect(await adopt(frozen.id, ada)).toMatchObject({ refused: [{ code: 'CART_CLOSED' }] });
    const others = await create(grace, [{ variantId: variant(), quantity: 1 }]);
    for (const cartId of [others.id, uuidv7()]) expect(await adopt(cartId, ada)).toMatchObject({ refused: [{ code: 'CART_NOT_FOUND' }] });
    expect(units(await read(grace, others.id))).toEqual([[1, 100]]);
  });

  test('two guests’ carts at the same moment end in one', async () => {
    const lin = customer();
    const variantId = variant();
    const carts = await Promise.all([1, 2, 3].map((quantity) => create(guest, [{ variantId, quantity }])));
    await Promise.all(carts.map((cart) => adopt(cart.id, lin)));
    const left = (await Promise.all(carts.map((cart) => read(lin, cart.id)))).filter((cart) => cart !== null);
    expect(left.map(units)).toEqual([[[6, 100]]]);
  });
});

test('an erased customer’s carts are gone; one that is being bought becomes nobody’s, and is bought', async () => {
  const lin = customer();
  const [open, frozen] = [
    await create(lin, [{ variantId: variant(), quantity: 1 }]),
    await create(lin, [{ variantId: variant(), quantity: 1 }]),
  ];
  const attempt = { cartId: frozen.id, attemptId: uuidv7(), customerId: lin.customerId };
  await world.ask.freeze(attempt);
  const { data } = await world.ask.exportCustomer({ customerId: lin.customerId });
  expect(data).toMatchObject({ carts: [{ id: open.id, lines: [{ quantity: 1 }] }, { id: frozen.id }] });
  const erased = {
    eventId: uuidv7(),
    type: 'accounts.CustomerErased',
    aggregateId: lin.customerId,
    version: 1,
    occurredAt: new Date().toISOString(),
    payload: { customerId: lin.customerId },
  };
  for (const eventId of [erased.eventId, uuidv7()]) expect(await world.running.deliver([{ ...erased, eventId }])).toEqual({ failed: [] });
  expect(await world.sql`SELECT id, customer_id FROM carts WHERE id IN (${open.id}, ${frozen.id})`).toEqual([
    { id: frozen.id, customer_id: null },
  ]);
  expect(await world.ask.freeze(attempt)).toMatchObject({ cartId: frozen.id });
  expect((await world.ask.exportCustomer({ customerId: lin.customerId })).data).toEqual({ carts: [] });
});
