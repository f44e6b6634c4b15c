import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Identity } from '../../kit/identity.ts';
import { refuse } from '../../kit/refusal.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import subgraph from './subgraph.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
type Data = any;
type Ask = { cartId: string; customerId: string };
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
const staff = (...scopes: string[]): Partial<Identity> => ({ audience: 'admin', staff: { id: 's', kind: 'STAFF', scopes } });
const PASSWORD = 'correct horse battery';

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
let adopt: (input: Ask) => Promise<unknown>;
let exported: (input: { customerId: string }) => Promise<unknown>;
beforeAll(async () => {
  const cart = { adopt: (input: Ask) => adopt(input), exportCustomer: (input: { customerId: string }) => exported(input) };
  const others = ['checkout', 'orders', 'payments', 'notifications'].map((name) => [
    name,
    { exportCustomer: async () => ({ data: [`of ${name}`] }) },
  ]);
  world = await testSubgraph(subgraph, { peers: { cart, ...Object.fromEntries(others) } });
});
afterAll(() => world.close());
beforeEach(() => {
  adopt = async ({ cartId }) => ({ cartId });
  exported = async ({ customerId }) => ({ data: { cartsOf: customerId } });
});

const run = (query: string, variables: object = {}, identity: Partial<Identity> = {}) =>
  world.running.query({ query, variables: variables as never, identity: { ...guest, ...identity } });
const ask = async (query: string, variables: object = {}, identity: Partial<Identity> = {}): Promise<Data> => {
  const { data, errors } = await run(query, variables, identity);
  expect(errors).toBeUndefined();
  return data;
};
const RESULT = '{ accessToken refreshToken customer { id email } userErrors { code } }';
async function register(): Promise<Data> {
  const variables = { e: `ada-${uuidv7()}@example.com`, p: PASSWORD };
  const query = `mutation ($e: String!, $p: String!) { customerRegister(email: $e, password: $p, name: "Ada Byron") ${RESULT} }`;
  const { customer, refreshToken } = (await ask(query, variables)).customerRegister;
  const address = { name: 'Ada', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
  const save = 'mutation ($a: AddressInput!) { customerAddressSave(address: $a) { userErrors { code } } }';
  await ask(save, { a: address }, { customerId: customer.id });
  return { ...customer, refreshToken };
}
const logIn = async (email: string, cartId: string | null = null): Promise<Data> =>
  (
    await ask(`mutation ($e: String!, $p: String!, $c: ID) { customerLogin(email: $e, password: $p, cartId: $c) ${RESULT} }`, {
      e: email,
      p: PASSWORD,
      c: cartId,
    })
  ).customerLogin;
const confirmedBy = async (
  what: 'customerErase' | 'customerExport',
  customerId: string | null,
  password: string | null = PASSWORD,
): Promise<Data> =>
  (
    await ask(
      `mutation ($p: String) { ${what}(password: $p) { ${what === 'customerExport' ? 'document' : ''} userErrors { code } } }`,
      { p: password },
      { customerId },
    )
  )[what];
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
/** Everything that this context has in its tables, as text. */
async function everything(): Promise<string> {
  const tables = await world.sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'accounts'`;
  const rows = await Promise.all(tables.map(({ name }) => world.sql.unsafe(`SELECT to_jsonb(t)::text AS row FROM accounts."${name}" t`)));
  return rows
    .flat()
    .map(({ row }) => row as string)
    .join('\n');
}

describe('who is erased', () => {
  test('is in no table any more, nor in what was told of them; the others are told once', async () => {
    const [ada, bob] = [await register(), await register()];
    expect(codes(await confirmedBy('customerErase', ada.id))).toEqual([]);
    const kept = await everything();
    expect(kept).not.toContain(ada.email);
    expect(kept).toContain(bob.email);
    const rows = kept.split('\n').filter((row) => row.includes(ada.id));
    expect(rows.every((row) => row.includes('"aggregate_id"'))).toBe(true);
    const told = await world.sql`SELECT payload FROM outbox WHERE type = 'accounts.CustomerErased' AND aggregate_id = ${ada.id}`;
    expect(told.map(({ payload }) => payload)).toEqual([{ customerId: ada.id }]);
    expect(codes(await logIn(ada.email))).toEqual(['INVALID_CREDENTIALS']);
    const refreshed = await ask(`mutation ($t: String!) { customerTokenRefresh(refreshToken: $t) ${RESULT} }`, { t: ada.refreshToken });
    expect(codes(refreshed.customerTokenRefresh)).toEqual(['INVALID_REFRESH_TOKEN']);
    expect(codes(await confirmedBy('customerErase', ada.id))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await logIn(bob.email))).toEqual([]);
  });

  test('has shown that it is they who want it', async () => {
    const { id, email } = await register();
    expect(codes(await confirmedBy('customerErase', id, 'a wrong guess'))).toEqual(['INVALID_CREDENTIALS']);
    expect(codes(await confirmedBy('customerErase', id, null))).toEqual(['CONFIRMATION_REQUIRED']);
    expect(codes(await confirmedBy('customerErase', null))).toEqual(['UNAUTHENTICATED']);
    for (let i = 0; i < 9; i++) await confirmedBy('customerErase', id, 'a wrong guess');
    expect(codes(await confirmedBy('customerErase', id))).toEqual(['TOO_MANY_ATTEMPTS']);
    expect((await ask('{ me { email } }', {}, { customerId: id })).me).toEqual({ email });
  });

  test('is erased by staff who may, and looked up by those who may', async () => {
    const { id, email } = await register();
    const erase = 'mutation ($id: ID!) { customerEraseFor(customerId: $id) { userErrors { code } } }';
    const find = 'query ($id: ID, $email: String) { customer(id: $id, email: $email) { id addresses { isDefault } } }';
    for (const by of [{ id }, { email: email.toUpperCase() }])
      expect((await ask(find, by, staff('customers:read'))).customer).toEqual({ id, addresses: [{ isDefault: true }] });
    for (const [query, variables] of [
      [find, { id }],
      [erase, { id }],
    ] as const)
      for (const who of [{}, { customerId: id }, staff('orders:read')])
        expect((await run(query, variables, who)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(codes((await ask(erase, { id }, staff('customers:write'))).customerEraseFor)).toEqual([]);
    for (const gone of [id, 'none'])
      expect(codes((await ask(erase, { id: gone }, staff('*'))).customerEraseFor)).toEqual(['CUSTOMER_NOT_FOUND']);
    for (const by of [{ id }, { email }, { id: 'none' }, {}]) expect((await ask(find, by, staff('*'))).customer).toBeNull();
  });
});

describe('an export', () => {
  test('has what is kept here and in the other contexts, without a secret', async () => {
    const { id, email, refreshToken } = await register();
    const { document, userErrors } = await confirmedBy('customerExport', id);
    expect(userErrors).toEqual([]);
    expect(JSON.parse(document)).toMatchObject({
      accounts: {
        id,
        email,
        name: 'Ada Byron',
        emailVerifiedAt: null,
        addresses: [{ city: 'Berlin', isDefault: true }],
        signIns: [{ endedAt: null }],
      },
      cart: { cartsOf: id },
      checkout: ['of checkout'],
      orders: ['of orders'],
      payments: ['of payments'],
      notifications: ['of notifications'],
    });
    for (const secret of ['argon2', refreshToken]) expect(document).not.toContain(secret);
  });

  test('is whole or none, and is given to nobody else', async () => {
    const { id } = await register();
    expect(codes(await confirmedBy('customerExport', id, 'a wrong guess'))).toEqual(['INVALID_CREDENTIALS']);
    exported = () => Promise.reject(new Error('away'));
    expect(await confirmedBy('customerExport', id)).toEqual({ document: null, userErrors: [{ code: 'EXPORT_INCOMPLETE' }] });
  });
});

describe('a guest’s cart', () => {
  test('is taken along by who signs in', async () => {
    const { id, email } = await register();
    const [cartId, asked] = [uuidv7(), [] as Ask[]];
    adopt = async (input) => {
      asked.push(input);
      return { cartId };
    };
    expect(codes(await logIn(email, cartId.toUpperCase()))).toEqual([]);
    expect(codes(await logIn(email, 'no cart'))).toEqual([]);
    expect(asked).toEqual([{ cartId, customerId: id }]);
  });

  test.each([
    ['is refused', async () => refuse('CART_BUSY', 'It is being bought.')],
    ['cannot be asked for', () => Promise.reject(new Error('away'))],
  ])('that %s keeps nobody out', async (_, how) => {
    const { email } = await register();
    adopt = how;
    expect(await logIn(email, uuidv7())).toMatchObject({ userErrors: [], customer: { email } });
  });
});
