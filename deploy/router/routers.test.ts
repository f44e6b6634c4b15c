import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { freePort } from '../../kit/free-port.ts';
import { routerToken } from '../../kit/router-token.ts';
import { createSigner } from '../../kit/sign.ts';
import { testDatabase } from '../../kit/testing/database.ts';
import { createTransport } from '../../kit/transport.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { accessTokens } from '../../subgraphs/accounts/sign-in/access-token.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { staff } from '../../subgraphs/staff/contract.ts';
import { contextNames, topology } from '../../topology.ts';
import { startAlone } from '../../wiring/alone.ts';
import { migrateAll, openDatabase } from '../../wiring/database.ts';
import { readConfig } from '../../wiring/environment.ts';
import { configured } from './hive-gateway.config.ts';

/** As other suites sign: the roles of the contexts belong to the whole server, and they are at work on it. */
const SECRET = 'a-secret-for-tests-only';
const signer = createSigner(SECRET);
const root = (file: string) => new URL(`../../${file}`, import.meta.url).pathname;
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
type Answer = { data?: any; errors?: { message: string; extensions?: { code?: string } }[] };

const running: { stop(): Promise<unknown> }[] = [];
let addresses: Record<string, string> = {};
let dataDir = '';
let database: Awaited<ReturnType<typeof testDatabase>>;

/** Each context as a process of its own would be, with the wiring of one, and with a database address that has no password in it. */
beforeAll(async () => {
  database = await testDatabase('routers');
  dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-routers-'));
  const ports = Object.fromEntries(
    await Promise.all(['simulator', ...contextNames].map(async (name) => [name, await freePort()] as const)),
  );
  addresses = Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}`]));
  const common = {
    ...addresses,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    METRICS_PORT: 'off',
    SIMULATOR_URL: `http://127.0.0.1:${ports.simulator}`,
  };
  const asOwner = { ...readConfig({ ...common, DATABASE_URL: database.url, PORT: String(ports.simulator) }), secret: SECRET };
  await migrateAll(await openDatabase(asOwner), signer);
  const { host, pathname } = new URL(database.url);
  const configOf = (name: string) => ({
    ...readConfig({ ...common, DATABASE_URL: `postgres://${host}${pathname}`, PORT: String(ports[name]) }),
    secret: SECRET,
  });
  running.push(await startAlone('simulator', asOwner));
  running.push(...(await Promise.all(contextNames.map((name) => startAlone(name, configOf(name))))));
});
afterAll(async () => {
  await Promise.all(running.map((part) => part.stop()));
  await database?.sql.unsafe(`DROP DATABASE IF EXISTS "${new URL(database.url).pathname.slice(1)}_stripe_simulator" WITH (FORCE)`);
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The committed configuration, as `hive-gateway` would read it in an environment like this. */
async function hive(audience: 'storefront' | 'admin', supergraph: string) {
  const until = new Date(Date.now() + 60_000);
  const environment = {
    ...addresses,
    HOLDFAST_ROUTER_TOKEN: routerToken(signer, audience, until),
    SUPERGRAPH: root(`schema/${supergraph}`),
  };
  const router = createGatewayRuntime({ ...configured(environment), transports: { http }, logging: false });
  running.push({ stop: async () => router[Symbol.asyncDispose]() });
  return async (query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await router.fetch('http://router.example.com/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as Answer;
  };
}
const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions?.code);

describe("Hive Gateway, by deploy/router's configuration, over contexts in processes of their own", () => {
  const PAGE = 'query($s:String!){product(slug:$s){title variants{sku price{amount} availability{status maxOrderQuantity}}}}';
  let shop: Awaited<ReturnType<typeof hive>>;
  let admin: Awaited<ReturnType<typeof hive>>;
  let staffKey = '';
  let variantId = '';
  const transport = () =>
    createTransport({ urls: Object.fromEntries(contextNames.map((name) => [name, addresses[`${name.toUpperCase()}_URL`]!])), signer });

  beforeAll(async () => {
    [shop, admin] = [await hive('storefront', 'supergraph.storefront.graphql'), await hive('admin', 'supergraph.graphql')];
    const ask = transport();
    const made = await ask.clientOf(staff).createKey({ by: 'test', name: 'merchant', scopes: ['catalog:write', 'orders:read'] });
    staffKey = 'secret' in made ? made.secret : '';
    const input = {
      externalId: 'lamp',
      title: 'Router lamp',
      status: 'ACTIVE',
      variants: [{ sku: 'LAMP', priceMinor: 1999, currencyCode: 'EUR' }],
    };
    const { data } = await admin(
      'mutation($i:ProductInput!){productSave(input:$i){product{id variants{id}} userErrors{code}}}',
      { i: input },
      { authorization: `Bearer ${staffKey}` },
    );
    const { id, variants } = data.productSave.product;
    variantId = variants[0].id;
    await ask.clientOf(inventory).openStock({ variants: [{ variantId, productId: id, sku: 'LAMP', quantity: 3 }] });
    ask.close();
  });

  test('a product page is put together from catalog and inventory', async () => {
    expect(await shop(PAGE, { s: 'router-lamp' })).toEqual({
      data: {
        product: {
          title: 'Router lamp',
          variants: [{ sku: 'LAMP', price: { amount: '19.99' }, availability: { status: 'LOW_STOCK', maxOrderQuantity: 3 } }],
        },
      },
    });
  });

  test('a cart is filled and bought; the order is read with its token, its payment by the grant that no client sees', async () => {
    const made = await shop(
      'mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id subtotal{amountMinor} lines{variant{product{title}}}} userErrors{code}}}',
      {
        i: { lines: [{ variantId, quantity: 2 }] },
      },
    );
    expect(made.data.cartCreate.cart).toMatchObject({
      subtotal: { amountMinor: 3998 },
      lines: [{ variant: { product: { title: 'Router lamp' } } }],
    });
    const address = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
    const buying = {
      idempotencyKey: uuidv7(),
      cartId: made.data.cartCreate.cart.id,
      email: 'ada@example.com',
      shippingAddress: address,
      paymentMethodId: 'pm_card_visa',
    };
    const CHECKOUT = `mutation($i:CheckoutInput!){checkout(input:$i){__typename
      ...on CheckoutCompleted{replayed accessToken order{id status payment{status amount{amountMinor}}}}}}`;
    const bought = await shop(CHECKOUT, { i: buying });
    expect(bought, JSON.stringify(bought)).toMatchObject({
      data: {
        checkout: {
          __typename: 'CheckoutCompleted',
          replayed: false,
          order: { status: 'PAID', payment: { status: 'CAPTURED', amount: { amountMinor: 4488 } } },
        },
      },
    });
    expect((await shop(CHECKOUT, { i: buying })).data.checkout).toMatchObject({
      replayed: true,
      order: { id: bought.data.checkout.order.id },
    });
    const { accessToken, order } = bought.data.checkout;
    const READ = 'query($id:ID!,$t:String){order(id:$id,accessToken:$t){status payment{status}}}';
    expect(await shop(READ, { id: order.id, t: accessToken })).toEqual({
      data: { order: { status: 'PAID', payment: { status: 'CAPTURED' } } },
    });
    expect((await shop(READ, { id: order.id })).data.order).toBeNull();
    expect((await admin(READ, { id: order.id }, { authorization: `Bearer ${staffKey}` })).data.order).toMatchObject({ status: 'PAID' });
  });

  test('a customer is who their own token says, and a token that does not hold is an error, never a guest', async () => {
    const ME = '{me{id}}';

    const REGISTER =
      'mutation($e:String!,$p:String!){customerRegister(email:$e,password:$p){accessToken customer{id} userErrors{code message}}}';
    const { data } = await shop(REGISTER, { e: 'grace@example.com', p: 'correct horse battery' });
    const { accessToken, customer } = data.customerRegister;
    expect((await shop(ME, {}, { authorization: `Bearer ${accessToken}` })).data.me).toEqual(customer);
    expect((await shop(ME)).data.me).toBeNull();
    const forged = await accessTokens(createSigner('a guess')).sign(customer.id, new Date(Date.now() + 60_000));
    const old = await accessTokens(signer).sign(customer.id, new Date(Date.now() - 3_600_000));
    for (const token of [forged, old, 'nonsense']) {
      const refused = await shop(ME, {}, { authorization: `Bearer ${token}` });
      expect(refused.data?.me ?? null, token).toBeNull();
      expect(refused.errors, token).toHaveLength(1);
    }
  });

  test('staff are who their key says, within its scopes; nobody else asks by the admin API', async () => {
    const asking = (authorization?: string) => admin('{orders(first:1){nodes{status}}}', {}, authorization ? { authorization } : {});
    expect((await asking(`Bearer ${staffKey}`)).data.orders.nodes).toEqual([{ status: 'PAID' }]);
    for (const refused of [await asking(), await asking('Bearer hf_a_key_that_nobody_has_made'), await asking(`Bearer ${SECRET}`)]) {
      expect(refused.data?.orders ?? null).toBeNull();
      expect(refused.errors).toHaveLength(1);
    }
    expect(codesOf(await admin('{audit{rowsChecked}}', {}, { authorization: `Bearer ${staffKey}` }))).toEqual(['FORBIDDEN']);
  });

  test('with the whole supergraph by mistake, a router of the storefront still gives away nothing of the admin API', async () => {
    const mistaken = await hive('storefront', 'supergraph.graphql');
    const answer = await mistaken('{orders(first:1){nodes{status}} audit{rowsChecked}}', {}, { authorization: `Bearer ${staffKey}` });
    expect(answer.data?.audit ?? null).toBeNull();
    expect(answer.data?.orders ?? null).toBeNull();
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(codesOf(await mistaken('{audit{rowsChecked}}'))).toEqual(['FORBIDDEN']);
  });
});

describe('a context, asked by a router', () => {
  const send = (headers: Record<string, string>, body: string = '{"query":"{__typename}"}', context = 'catalog', where = '/graphql') =>
    fetch(`${addresses[`${context.toUpperCase()}_URL`]}${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const inAMinute = new Date(Date.now() + 60_000);
  const token = routerToken(signer, 'storefront', inAMinute);
  const known = { 'x-holdfast-router': token };

  test.each(contextNames.map((name) => [name]))('%s answers who holds a token, and is a federation subgraph', async (context) => {
    const answer = await send(known, '{"query":"{_service{sdl}}"}', context);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(((await answer.json()) as Answer).data._service.sdl).toContain('@link');
  });

  test.each([
    ['none', undefined],
    ['one of another shop', routerToken(createSigner('a guess'), 'storefront', inAMinute)],
    ['one that has run out', routerToken(signer, 'storefront', new Date(Date.now() - 1_000))],
    ['one for the other API than it was signed for', token.replace('storefront', 'admin')],
    ['one with something behind it', `${token}.more`],
    ['one for an API that there is not', routerToken(signer, 'root' as never, inAMinute)],
  ])('a token is needed: %s', async (_, wrong) => {
    expect((await send(wrong === undefined ? {} : { 'x-holdfast-router': wrong })).status).toBe(401);
  });

  test('the token opens nothing else', async () => {
    for (const where of ['/query', '/commands/saveProducts', '/deliver', '/metrics'])
      expect((await send({ ...known, authorization: `Bearer ${token}` }, '{}', 'catalog', where)).status, where).toBe(401);
  });

  test.each([
    ['no JSON', '{'],
    ['a batch', '[{"query":"{__typename}"}]'],
    ['no query', '{"variables":{}}'],
    ['variables that are none', '{"query":"{__typename}","variables":[]}'],
    ['a document that cannot be read', '{"query":"{"}'],
    ['a field that there is not', '{"query":"{nothing}"}'],
  ])('%s is a bad request', async (_, body) => {
    const answer = await send(known, body);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as Answer).errors?.[0]?.message).toBeTruthy();
  });
});

/** The keys of Apollo Router's configuration that ours uses, strictly: a key that it does not know ends its start. */
const Apollo = z.strictObject({
  supergraph: z.strictObject({ listen: z.string(), path: z.string(), introspection: z.boolean() }),
  homepage: z.strictObject({ enabled: z.boolean() }),
  sandbox: z.strictObject({ enabled: z.boolean() }),
  health_check: z.strictObject({ enabled: z.boolean(), listen: z.string() }),
  override_subgraph_url: z.record(z.string(), z.url()),
  headers: z.strictObject({
    all: z.strictObject({
      request: z.array(
        z.union([
          z.strictObject({ insert: z.strictObject({ name: z.string(), value: z.string() }) }),
          z.strictObject({ propagate: z.strictObject({ named: z.string() }) }),
        ]),
      ),
    }),
  }),
  include_subgraph_errors: z.strictObject({ all: z.boolean() }),
  limits: z.strictObject({ http_max_request_bytes: z.int(), parser_max_tokens: z.int(), parser_max_recursion: z.int() }),
  traffic_shaping: z.strictObject({ router: z.strictObject({ timeout: z.string() }), all: z.strictObject({ timeout: z.string() }) }),
  cors: z.strictObject({ policies: z.array(z.strictObject({ origins: z.array(z.url()) })) }),
});

describe('apollo-router.yaml', () => {
  const config = Apollo.parse(parse(readFileSync(root('deploy/router/apollo-router.yaml'), 'utf8')));

  test('sends each subgraph of the supergraph to its context', () => {
    const graphs = [...readFileSync(root('schema/supergraph.graphql'), 'utf8').matchAll(/@join__graph\(name: "(\w+)"/g)].map(
      ([, name]) => name!,
    );
    expect(graphs.length).toBeGreaterThan(10);
    const wanted = graphs.map((name) => [name, `http://${name}:${topology[name as keyof typeof topology].port}/graphql`]);
    expect(config.override_subgraph_url).toEqual(Object.fromEntries(wanted));
  });

  test('passes on who asks, and puts its own token over whatever a client may have sent', () => {
    const { request } = config.headers.all;
    const passed = request.flatMap((rule) => ('propagate' in rule ? [rule.propagate.named] : []));
    expect(passed).toEqual(['authorization', 'x-forwarded-for', 'traceparent']);
    expect(request.flatMap((rule) => ('insert' in rule ? [rule.insert] : []))).toEqual([
      { name: 'x-holdfast-router', value: `\${env.HOLDFAST_ROUTER_TOKEN}` },
    ]);
  });

  test('shows no page of its own', () => {
    expect([config.supergraph.introspection, config.homepage.enabled, config.sandbox.enabled]).toEqual([false, false, false]);
  });
});
