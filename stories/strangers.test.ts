import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLField, type GraphQLObjectType, isInterfaceType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { type Attack, attack, idPaths } from './attacks.ts';
import type { Data, Shopper } from './shopper.ts';
import { story } from './story.ts';

/**
 * Nobody reads or changes anything of another customer: every field of the storefront's roots is asked with the ids of a customer and of a
 * guest's order, by a guest and by another customer, for all that it could show. What is open to everybody is so by decision, and stands
 * here: whoever adds a field or a type decides, and writes it down.
 */
const schema = buildSchema(readFileSync(new URL('../schema/storefront.graphql', import.meta.url), 'utf8'));
const words = (text: string) => text.trim().split(/\s+/);

const ROOTS = {
  /** Belongs to nobody. */
  open: words(`Query.product Query.products Query.searchSuggestions Query.category Query.categories Query.sale Mutation.joinWaitingRoom`),
  /** Its id is the secret, and is told to one visitor. */
  secret: words(`Query.waitingRoomTicket`),
  /** What they are given says who asks, a password or a token, or they are about who asks alone. */
  signIn: words(`Mutation.customerRegister Mutation.customerTokenRefresh Mutation.customerLogout Mutation.customerEmailVerificationRequest
    Mutation.customerEmailVerify Mutation.customerPasswordReset Mutation.customerPasswordResetRequest
    Mutation.customerLoginWithIdToken Mutation.customerExport Mutation.customerErase`),
  attacked: words(`Query.cart Query.checkoutAttempt Query.order Query.me Mutation.cartCreate Mutation.cartLinesAdd Mutation.cartLinesUpdate
    Mutation.cartLinesRemove Mutation.beginCheckout Mutation.checkout Mutation.cancelOrder Mutation.customerAddressSave Mutation.customerAddressDelete
    Mutation.customerLogin`),
};
const TYPES = {
  open: words(`Product ProductVariant Category Image Option SelectedOption PriceRange Availability ProductConnection ProductEdge Facet FacetValue
    SearchSuggestion Sale`),
  secret: words(`WaitingRoomTicket JoinWaitingRoomPayload AccountPayload ExportPayload`),
  attacked: words(`Cart CartLine CartWarning CartPayload Checkout BeginCheckoutPayload DeliveryOption Totals Money Address PageInfo
    CheckoutCompleted CheckoutActionRequired CheckoutProcessing CheckoutQueued CheckoutRejected InputError InsufficientStock PriceChanged PaymentDeclined
    TaxRate LineTax OrderDelivery Shipment ShipmentLine Order OrderLine OrderEvent OrderConnection OrderEdge OrderPayload Payment Customer CustomerAddress AddressPayload AuthPayload`),
};
const SHALLOW = new Set(TYPES.open);
const roots = [schema.getQueryType()!, schema.getMutationType()!];
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields()).map((field) => [type, field] as const);
const attacked = roots.flatMap(fieldsOf).filter(([root, field]) => ROOTS.attacked.includes(`${root.name}.${field.name}`));

test('every field of the roots and every type is classed', () => {
  expect(
    roots
      .flatMap(fieldsOf)
      .map(([root, field]) => `${root.name}.${field.name}`)
      .sort(),
  ).toEqual(Object.values(ROOTS).flat().sort());
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type),
  );
  expect(types.map((type) => type.name).sort()).toEqual(Object.values(TYPES).flat().sort());
});

test('an attack asks for every field of every type that is attacked', () => {
  const values = { id: () => 'id', scalar: () => 'x' };
  const selected = new Set(attacked.flatMap(([root, field]) => attack(schema, root, field, values, null, SHALLOW).selected));
  const all = TYPES.attacked.flatMap((name) =>
    Object.keys((schema.getType(name) as GraphQLObjectType).getFields()).map((field) => `${name}.${field}`),
  );
  expect(all.filter((coordinate) => !selected.has(coordinate))).toEqual([]);
  expect(
    Object.values(schema.getTypeMap())
      .filter(isInterfaceType)
      .map((type) => type.name),
  ).toEqual(['UserError']);
});

const PASSWORD = 'correct horse 4 battery';
type Person = { email: string; token: string | null; ids: Record<string, string[]>; accessToken: string };
const SCALARS: Record<string, unknown> = { Int: 1, Boolean: true, MinorUnits: 1, CurrencyCode: 'EUR', CountryCode: 'DE', String: 'x' };

/** Over HTTP as somebody, each request from an address of its own: that they are many is not what is tried here. */
function asker(base: string) {
  let n = 0;
  return async (token: string | null, query: string, variables: object = {}): Promise<{ text: string; data: Data }> => {
    n++;
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': `10.77.${(n >> 8) & 255}.${n & 255}`,
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${base}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const text = await response.text();
    expect([200, 400], text).toContain(response.status);
    return { text, data: JSON.parse(text).data };
  };
}
type Ask = ReturnType<typeof asker>;

const address = (name: string, line1: string) => ({ name, line1, city: 'Berlin', postalCode: '10115', countryCode: 'DE' });

/** Somebody with all that a customer can have; each text of theirs is found nowhere else. */
async function customer(me: Shopper, ask: Ask, variantId: string): Promise<Person & { secrets: string[] }> {
  const [email, name, street] = [`c-${randomUUID()}@secret.example`, `Name ${randomUUID()}`, `Street ${randomUUID()}`];
  const signed = await ask(
    null,
    `mutation ($e: String!, $n: String) { customerRegister(email: $e, password: "${PASSWORD}", name: $n) { accessToken customer { id } userErrors { code message } } }`,
    { e: email, n: name },
  );
  const { accessToken: token, customer: self } = signed.data.customerRegister;
  expect(token, signed.text).toBeTruthy();
  const saved = await ask(token, 'mutation ($a: AddressInput!) { customerAddressSave(address: $a) { address { id } } }', {
    a: address(name, street),
  });
  const carts = [0, 1].map(() =>
    ask(token, 'mutation ($i: CartCreateInput!) { cartCreate(input: $i) { cart { id lines { id } } } }', {
      i: { lines: [{ variantId, quantity: 1 }] },
    }),
  );
  const [open, bought] = (await Promise.all(carts)).map((answer) => answer.data.cartCreate.cart);
  const begun = await ask(token, 'mutation ($i: BeginCheckoutInput!) { beginCheckout(input: $i) { checkout { id } } }', {
    i: { cartId: open.id },
  });
  const input = me.buying({ cartId: bought.id }, { email, shippingAddress: address(name, street) });
  const result = await ask(
    token,
    'mutation ($i: CheckoutInput!) { checkout(input: $i) { ... on CheckoutCompleted { attemptId accessToken order { id number lines { id } payment { id } } } } }',
    { i: input },
  );
  const { attemptId, accessToken, order } = result.data.checkout;
  return {
    email,
    token,
    accessToken,
    ids: {
      cartId: [open.id, bought.id],
      lineId: [open.lines[0].id],
      orderId: [order.id],
      addressId: [saved.data.customerAddressSave.address.id],
      attemptId: [attemptId],
      variantId: [variantId],
      deliveryOptionId: ['standard'],
      other: [self.id, begun.data.beginCheckout.checkout.id, order.lines[0].id, order.payment.id],
    },
    secrets: [
      email,
      name,
      street,
      `"${order.number}"`,
      accessToken,
      open.lines[0].id,
      order.lines[0].id,
      order.payment.id,
      saved.data.customerAddressSave.address.id,
    ],
  };
}

/** Of whom are which ids: the argument's name says what it names, `id` may be anything. */
const named: Record<string, string> = { lineIds: 'lineId' };
const idsFor = (who: Person, name: string): string[] =>
  who.ids[named[name] ?? name] ??
  Object.entries(who.ids).flatMap(([kind, ids]) => (kind === 'variantId' || kind === 'deliveryOptionId' ? [] : ids));

/** Every way to put the victim's ids into a field, the rest of it being the victim's, too, or the stranger's own. */
function attacksOn(root: GraphQLObjectType, field: GraphQLField<unknown, unknown>, victim: Person, stranger: Person): Attack[] {
  const scalar = (name: string, type: string): unknown =>
    ({
      email: stranger.email,
      password: PASSWORD,
      idempotencyKey: randomUUID(),
      paymentMethodId: 'pm_card_visa',
      accessToken: stranger.accessToken,
      postalCode: '10115',
    })[name] ??
    SCALARS[type] ??
    'x';
  const paths = idPaths(field);
  return paths.flatMap((path) => {
    const last = path.split('.').at(-1)!;
    return idsFor(victim, last).flatMap((id) =>
      [victim, stranger].map((rest) =>
        attack(schema, root, field, { id: (name) => (name === last ? id : idsFor(rest, name)[0]!), scalar }, path, SHALLOW),
      ),
    );
  });
}

story(
  'a stranger neither reads nor changes anything of a customer, whatever they ask for with whose ids',
  async (me, { base }) => {
    const ask = asker(base);
    const { variantId } = await me.product(50);
    const [victim, other] = [await customer(me, ask, variantId), await customer(me, ask, variantId)];
    // a guest's order is opened by its token alone
    const guests = await me.settled(me.buyingOne(variantId, { email: `g-${randomUUID()}@secret.example` }));
    victim.ids.orderId!.push(guests.order.id);
    victim.secrets.push(guests.order.email, `"${guests.order.number}"`);
    const hidden = [...victim.secrets, guests.accessToken];

    const all = (stranger: Person) => attacked.flatMap(([root, field]) => attacksOn(root, field, victim, stranger));
    const own = attacked.map(([root, field]) =>
      attack(schema, root, field, { id: (name) => idsFor(victim, name)[0]!, scalar: () => 'x' }, null, SHALLOW),
    );
    const seenByVictim = async () => {
      const queries = [
        ...own.filter(({ query }) => query.startsWith('query')),
        ...all(victim).filter(({ query }) => query.startsWith('query')),
      ];
      const texts = await Promise.all(
        queries.map(
          async ({ query, variables }) => (await ask(victim.token, query, { ...variables, accessToken: guests.accessToken })).text,
        ),
      );
      return texts.filter((text, i) => texts.indexOf(text) === i);
    };
    const before = await seenByVictim();
    // the same questions show all of it to whom it belongs
    for (const secret of victim.secrets) expect(before.join(), secret).toContain(secret.replace(/^"|"$/g, ''));

    for (const stranger of [{ ...other, token: null }, other]) {
      const attacks = all(stranger);
      expect(attacks.length).toBeGreaterThan(60);
      for (let i = 0; i < attacks.length; i += 8) {
        await Promise.all(
          attacks.slice(i, i + 8).map(async ({ field, query, variables }) => {
            const { text } = await ask(stranger.token, query, variables);
            const given = JSON.stringify(variables);
            for (const secret of hidden.filter((one) => !given.includes(one))) expect(text, `${field} ${given}`).not.toContain(secret);
            expect(text, `${field} is asked wrongly: ${query}`).not.toContain('GRAPHQL_VALIDATION_FAILED');
          }),
        );
      }
      for (const query of ['{ _service { sdl } }', '{ _entities(representations: [{ __typename: "Customer" }]) { __typename } }'])
        expect((await ask(stranger.token, query)).text).toContain('GRAPHQL_VALIDATION_FAILED');
    }
    expect(await seenByVictim()).toEqual(before);
  },
  120_000,
);
