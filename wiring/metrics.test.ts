import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type Gateway } from '../gateway/gateway.ts';
import { readManifest } from '../gateway/trusted-documents/manifest.ts';
import { deliverEvents } from '../jobs/event-delivery.ts';
import { auditRegularly } from '../jobs/scheduled-audit.ts';
import { QUEUES } from '../jobs/queues.ts';
import { createLog } from '../kit/log.ts';
import { createPurges } from '../kit/purges.ts';
import { createQueues, type Queues } from '../kit/queue.ts';
import { createSigner } from '../kit/sign.ts';
import { metrics } from '../kit/telemetry.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { checkout } from '../subgraphs/checkout/contract.ts';
import { operations } from '../subgraphs/operations/contract.ts';
import { Stopper } from './stopper.ts';
import { openShopFloor } from './testing/shop-floor.ts';
import { openWatch, type Watch, watchQueues } from './watch.ts';

const log = createLog('silent');
const ADMIN_KEY = 'an-admin-key-for-tests';
const HOST = '127.0.0.1';
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const MANIFEST = readFileSync(new URL('../schema/documents/manifest.json', import.meta.url), 'utf8');
const CHECKOUT = 'mutation($input:CheckoutInput!){checkout(input:$input){__typename ...on CheckoutRejected{userErrors{code}}}}';

// a shop without jobs: nothing moves by itself, and what is caused stays until it is seen
let floor: Awaited<ReturnType<typeof openShopFloor>>;
let gateway: Gateway;
let queues: Queues;
let watch: Watch;
const stopper = new Stopper(log);

beforeAll(async () => {
  floor = await openShopFloor();
  stopper.add('floor', floor, (it) => it.close());
  const { databaseUrl, secret } = floor.config;
  queues = await createQueues({
    databaseUrl: databaseUrl!,
    redisUrl: undefined,
    signer: createSigner(secret!),
    log,
    names: QUEUES,
    connections: 2,
  });
  stopper.add('queues', queues, (it) => it.close());
  watchQueues(queues, stopper, log);
  gateway = await startGateway({
    config: {
      host: HOST,
      port: 0,
      adminApiKey: ADMIN_KEY,
      trustedDocuments: { documents: readManifest(MANIFEST), only: false },
      shedding: { rateFactor: 0 },
    },
    transport: floor.transport,
    log,
    checks: {},
    receiveWebhook: async () => ({ status: 200, body: {} }),
    picture: () => null,
    examples: async () => null,
  });
  stopper.add('gateway', gateway, (it) => it.close());
  watch = stopper.add('watch', await openWatch('shop', 0, { metrics: { port: 0, host: HOST } }, log, 0), (it) => it.close());
});
afterAll(() => stopper.stop());

const scrape = async () => (await fetch(watch.url!)).text();
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** The figure under this name and these labels, in their order; undefined where there is none. */
function figure(text: string, name: string): number | undefined {
  const found = new RegExp(`^${escaped(name)} (\\S+)$`, 'm').exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
const grown = async (name: string, cause: () => Promise<unknown>): Promise<number> => {
  const before = figure(await scrape(), name) ?? 0;
  await cause();
  return (figure(await scrape(), name) ?? 0) - before;
};
/** What stands in the database is read again after a while. */
const stands = (name: string) => expect.poll(async () => figure(await scrape(), name), { timeout: 15_000, interval: 20 });
// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
async function ask(query: string, variables: object = {}, path = '/graphql'): Promise<any> {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(path.startsWith('/admin') && { authorization: `Bearer ${ADMIN_KEY}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}
const buy = (variantId: string, paymentMethodId = 'pm_card_visa') =>
  ask(CHECKOUT, {
    input: {
      idempotencyKey: uuidv7(),
      email: 'ada@example.com',
      shippingAddress: ADDRESS,
      paymentMethodId,
      lines: [{ variantId, quantity: 1 }],
    },
  });

describe('what happens is counted', () => {
  test('purchases by their outcome, payments refused by reason, stock that is short, and how each saga has ended', async () => {
    const variantId = await floor.variant(2);
    const done = 'holdfast_saga_endings_total{saga="PlaceOrder",ending="done",code=""}';
    expect(await grown(done, () => buy(variantId))).toBe(1);
    expect(await grown('holdfast_checkouts_total{outcome="CheckoutCompleted",code=""}', () => buy(variantId))).toBe(1);
    expect(await grown('holdfast_reservation_rejects_total', () => buy(variantId))).toBe(1);
    expect(await grown('holdfast_checkouts_total{outcome="CheckoutRejected",code="INSUFFICIENT_STOCK"}', () => buy(variantId))).toBe(1);
    const another = await floor.variant(5);
    const declined = () => buy(another, 'pm_card_visa_chargeDeclinedStolenCard');
    expect(await grown('holdfast_payment_failures_total{reason="stolen_card"}', declined)).toBe(1);
    expect(await grown('holdfast_saga_endings_total{saga="PlaceOrder",ending="refused",code="PAYMENT_DECLINED"}', declined)).toBe(1);
    expect(figure(await scrape(), 'holdfast_checkout_seconds_count{outcome="CheckoutCompleted"}')).toBeGreaterThan(0);
    expect(figure(await scrape(), 'holdfast_provider_seconds_count{call="confirm",outcome="done"}')).toBeGreaterThan(0);
  });

  test('a checkout that could not be answered is a fault, of whom is told too', async () => {
    const variantId = await floor.variant(5);
    await floor.sql`ALTER TABLE checkout.attempts RENAME TO attempts_elsewhere`;
    try {
      const before = figure(await scrape(), 'holdfast_faults_total{part="checkout"}') ?? 0;
      expect(await grown('holdfast_checkouts_total{outcome="Fault",code=""}', () => buy(variantId))).toBe(1);
      expect(figure(await scrape(), 'holdfast_faults_total{part="checkout"}')).toBe(before + 1);
    } finally {
      await floor.sql`ALTER TABLE checkout.attempts_elsewhere RENAME TO attempts`;
    }
  });

  test('operations by their field at the root, or by the name of a trusted document, and never by a name from outside', async () => {
    const counted = (operation: string, outcome = 'ok') =>
      `holdfast_operation_seconds_count{endpoint="storefront",operation="${operation}",outcome="${outcome}"}`;
    const cart = `cart(id: "${randomUUID()}") { id }`;
    expect(
      await grown(counted('cart'), () =>
        ask(`query Hostile${randomUUID().replaceAll('-', '')} { a: ${cart} ... on Query { ...F } } fragment F on Query { b: ${cart} }`),
      ),
    ).toBe(1);
    expect(await grown(counted('several'), () => ask(`{ ${cart} orders: me { id } }`))).toBe(1);
    expect(await grown(counted('other', 'errors'), () => ask('{ noSuchField }'))).toBe(1);
    expect(await grown(counted('__schema'), () => ask('{ __schema { queryType { name } } }'))).toBe(1);
    const trusted = (JSON.parse(MANIFEST) as { operations: { name: string; body: string }[] }).operations.find(
      ({ name }) => name === 'Suggestions',
    )!;
    expect(await grown(counted('Suggestions'), () => ask(trusted.body, { prefix: randomUUID() }))).toBe(1);
    expect(await grown(counted('searchSuggestions'), () => ask(`${trusted.body} `, { prefix: randomUUID() }))).toBe(1);
    expect(figure(await scrape(), 'holdfast_subgraph_seconds_count{subgraph="cart",outcome="ok"}')).toBeGreaterThan(0);
  });

  test('answers that were kept, and whole requests', async () => {
    const query = `{ categories { id name } product(slug: "${randomUUID()}") { id } }`;
    expect(await grown('holdfast_response_cache_total{outcome="miss"}', () => ask(query))).toBe(1);
    expect(await grown('holdfast_response_cache_total{outcome="hit"}', () => ask(query))).toBe(1);
    expect(figure(await scrape(), 'holdfast_request_seconds_count{endpoint="storefront",status="200"}')).toBeGreaterThan(0);
  });

  test('an event that a subscriber has failed on for good', async () => {
    const poison = {
      eventId: uuidv7(),
      type: 'catalog.ProductSaved',
      aggregateId: uuidv7(),
      version: 1,
      payload: {},
      occurredAt: new Date().toISOString(),
    };
    const job = { id: '1', name: 'search', data: { subscriber: 'search', events: [poison] }, attempt: 5, isLast: true };
    const deliver = deliverEvents(floor.transport, queues, createPurges());
    expect(
      await grown('holdfast_events_dead_total{subscriber="search"}', () => expect(deliver(job)).rejects.toThrow(/search failed on/)),
    ).toBe(1);
  });

  test('the event loop, and the memory that there may be', async () => {
    const text = await scrape();
    for (const name of [
      'holdfast_nodejs_eventloop_lag_p50_seconds',
      'holdfast_nodejs_eventloop_lag_p99_seconds',
      'holdfast_heap_limit_bytes',
    ])
      expect(figure(text, name), name).toBeGreaterThan(0);
  });
});

describe('how it stands is read when somebody looks', () => {
  test('jobs that wait, and events that nobody carries on', async () => {
    await queues.add('payment-webhooks', [{ name: 'apply', data: {} }]);
    await floor.variant(1);
    await stands('holdfast_queue_jobs{queue="payment-webhooks",state="waiting"}').toBe(1);
    await stands('holdfast_outbox_events{context="catalog",waiting_for="relay"}').toBeGreaterThan(0);
    const text = await scrape();
    expect(figure(text, 'holdfast_queue_oldest_seconds{queue="payment-webhooks"}')).toBeGreaterThan(0);
    expect(figure(text, 'holdfast_queue_oldest_seconds{queue="mail-delivery"}')).toBe(0);
    expect(figure(text, 'holdfast_outbox_oldest_seconds{context="catalog",waiting_for="relay"}')).toBeGreaterThan(0);
    // and to whom it is on its way, once somebody has said so
    const owner = uuidv7();
    const taken = await floor.transport.peer('catalog').takeEvents(owner, 1);
    await floor.transport.peer('catalog').eventsPublished(taken.map(({ eventId }) => ({ eventId, to: ['search'] })));
    await stands('holdfast_outbox_events{context="catalog",waiting_for="search"}').toBe(1);
  });

  test('sagas by state; one that is stuck, and one that is late; payments that are undecided', async () => {
    const variantId = await floor.variant(5);
    await buy(variantId, 'pm_card_authenticationRequired');
    await stands('holdfast_sagas{saga="PlaceOrder",state="WAITING"}').toBe(1);
    await stands('holdfast_payments_undecided').toBeGreaterThan(0);
    expect(figure(await scrape(), 'holdfast_sagas{saga="CancelOrder",state="STUCK"}')).toBe(0);
    expect(figure(await scrape(), 'holdfast_sagas_overdue{saga="PlaceOrder"}')).toBe(0);
    await floor.sql`UPDATE checkout.sagas SET deadline = now() - interval '1 hour' WHERE state = 'WAITING'`;
    await stands('holdfast_sagas_overdue{saga="PlaceOrder"}').toBe(1);
    await floor.sql`UPDATE checkout.sagas SET state = 'STUCK' WHERE state = 'WAITING'`;
    await stands('holdfast_sagas{saga="PlaceOrder",state="STUCK"}').toBe(1);
    expect(figure(await scrape(), 'holdfast_saga_oldest_seconds{saga="PlaceOrder"}')).toBeGreaterThan(0);
  });

  test("the provider's webhooks that are not applied", async () => {
    await floor.sql`INSERT INTO payments.webhook_events (event_id, type, payload, received_at) VALUES ('evt_late', 'charge.refunded', '{}', now() - interval '10 minutes')`;
    await stands('holdfast_provider_webhooks_pending').toBe(1);
    expect(figure(await scrape(), 'holdfast_provider_webhook_oldest_seconds')).toBeGreaterThanOrEqual(600);
  });

  test('a waiting room: who waits, who is let in, and whether it should move', async () => {
    const variantId = await floor.variant(50);
    const [{ sku } = { sku: '' }] = await floor.sql<{ sku: string }[]>`SELECT sku FROM catalog.variants WHERE id = ${variantId}`;
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const input = { slug: 'drop', name: 'Drop', opensAt: at(-1), endsAt: at(600), admissionsPerSecond: 1, skus: [sku] };
    const { data } = await ask('mutation($input:SaleInput!){saleSave(input:$input){sale{id}}}', { input }, '/admin/graphql');
    const join = 'mutation($input:JoinWaitingRoomInput!){joinWaitingRoom(input:$input){ticket{id}}}';
    for (let i = 0; i < 5; i++) await ask(join, { input: { saleId: data.saleSave.sale.id, visitorId: uuidv7() } });
    await stands('holdfast_waiting_room_waiting{sale="drop"}').toBe(5);
    expect(figure(await scrape(), 'holdfast_waiting_room_moves{sale="drop"}')).toBe(1);
    await expect
      .poll(async () => (await floor.transport.clientOf(checkout).admitWaiting({})).admitted, { timeout: 10_000 })
      .toBeGreaterThan(0);
    await stands('holdfast_waiting_room_admitted_place{sale="drop"}').toBeGreaterThan(0);
    const text = await scrape();
    expect(figure(text, 'holdfast_waiting_room_admitted{sale="drop"}')).toBeGreaterThan(0);
    expect(figure(text, 'holdfast_waiting_room_waiting{sale="drop"}')).toBeLessThan(5);
    const pause = { id: data.saleSave.sale.id, action: 'PAUSE' };
    await floor.sql`UPDATE checkout.sales SET paused = true WHERE id = ${pause.id}`;
    await stands('holdfast_waiting_room_moves{sale="drop"}').toBe(0);
  });

  test('money that no order explains, and what an audit has found, made once for all who ask', async () => {
    const variantId = await floor.variant(5);
    const { orderId } = await floor.buy(variantId);
    await stands('holdfast_money_unaccounted_minor{currency="EUR"}').toBe(0);
    expect(figure(await scrape(), 'holdfast_audit_age_seconds')).toBeUndefined();
    await floor.sql`UPDATE orders.orders SET status = 'CANCELLED' WHERE id = ${orderId}`;
    const [{ minor } = { minor: 0 }] = await floor.sql<
      { minor: number }[]
    >`SELECT amount_minor::int AS minor FROM payments.payments WHERE order_id = ${orderId}`;
    expect(minor).toBeGreaterThan(0);
    await stands('holdfast_money_unaccounted_minor{currency="EUR"}').toBe(minor);
    const regular = [1, 2].map(() => auditRegularly(floor.transport.clientOf(operations), { everySeconds: 3_600, log, lookMs: 50 }));
    await stands('holdfast_audit_findings{invariant="captured-payments"}').toBe(1);
    for (const one of regular) one.stop();
    expect(figure(await scrape(), 'holdfast_audit_findings{invariant="stock-ledger"}')).toBe(0);
    expect(figure(await scrape(), 'holdfast_audit_age_seconds')).toBeLessThan(60);
    expect((await floor.sql`SELECT FROM operations.audits`).length).toBe(1);
    // the provider's ledger is read once a day: what was found in it then is told until it is read again
    await floor.sql`UPDATE operations.leases SET until = now() WHERE name = 'audit'`;
    await floor.sql`UPDATE operations.audits SET findings = findings || '{"stray-charges": 3}'`;
    const again = () => floor.transport.clientOf(operations).auditWhenDue({ everySeconds: 3_600 });
    expect([(await again()).findings, (await again()).findings]).toEqual([expect.any(Number), null]);
    expect(await floor.sql`SELECT FROM operations.audits WHERE findings ? 'stray-charges'`).toHaveLength(1);
    await stands('holdfast_audit_findings{invariant="stray-charges"}').toBe(3);
    expect((await floor.transport.clientOf(operations).audit({})).findings.map(({ invariant }) => invariant)).not.toContain(
      'stray-charges',
    );
    await stands('holdfast_audit_findings{invariant="stray-charges"}').toBe(0);
    await floor.sql`UPDATE orders.orders SET status = 'PAID' WHERE id = ${orderId}`;
    await floor.sql`UPDATE payments.payments SET amount_minor = amount_minor + 7 WHERE order_id = ${orderId}`;
    await stands('holdfast_money_unaccounted_minor{currency="EUR"}').toBe(7);
  });

  test('connections in use, and how long one is waited for', async () => {
    const text = await scrape();
    expect(figure(text, 'holdfast_database_connections_max{context="checkout"}')).toBe(5);
    expect(figure(text, 'holdfast_database_answer_seconds{context="checkout"}')).toBeGreaterThan(0);
    expect(figure(text, 'holdfast_search_lag_seconds')).toBe(0);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const variantId = await floor.variant(1);
    const holder = floor.sql.begin(async (tx) => {
      await tx`LOCK TABLE checkout.attempts`;
      await held;
    });
    const bought = buy(variantId);
    await stands('holdfast_database_connections{context="checkout",state="busy"}').toBeGreaterThan(0);
    release();
    await Promise.all([holder, bought]);
    await stands('holdfast_database_connections{context="checkout",state="busy"}').toBe(0);
  });

  test('a part whose tables cannot be read is unknown, and the others are told all the same', async () => {
    await floor.sql`ALTER TABLE orders.outbox RENAME TO outbox_elsewhere`;
    try {
      await stands('holdfast_state_known{part="orders"}').toBe(0);
      const text = await scrape();
      expect(figure(text, 'holdfast_outbox_oldest_seconds{context="orders",waiting_for="relay"}')).toBeUndefined();
      expect(figure(text, 'holdfast_outbox_oldest_seconds{context="cart",waiting_for="relay"}')).toBeDefined();
    } finally {
      await floor.sql`ALTER TABLE orders.outbox_elsewhere RENAME TO outbox`;
    }
    await stands('holdfast_state_known{part="orders"}').toBe(1);
  });
});

test('whatever strangers send, there are no more figures than the schema and the shop have names', async () => {
  const seen = async () =>
    (await metrics.metrics()).split('\n').filter((line) => line && !/^(#|holdfast_(nodejs|process)_)/.test(line)).length;
  const stranger = () => `hostile${randomUUID().replaceAll('-', '')}`;
  const send = async (i: number) => {
    const name = stranger();
    await ask(`query ${name} { ${name}: __typename }`);
    await ask(`mutation ${name} { ${name}(input: {}) { id } }`);
    await fetch(`${gateway.url}/${name}?${name}=${name}`, {
      headers: { 'x-forwarded-for': `10.0.0.${i}`, 'x-currency': name, 'accept-language': name },
    });
    await fetch(`${gateway.url}/graphql?id=${name}&operationName=${name}`, {
      method: i % 2 ? 'PUT' : 'GET',
      headers: { host: `${name}.example.com` },
    });
    await fetch(new URL(`/${name}`, watch.url!));
    await buy(uuidv7(), `pm_${name}`);
  };
  await Promise.all(Array.from({ length: 5 }, (_, i) => send(i)));
  const before = await seen();
  await Promise.all(Array.from({ length: 40 }, (_, i) => send(i)));
  expect(await seen()).toBe(before);
  expect(await scrape()).not.toContain('hostile');
  expect(before).toBeLessThan(5_000);
});

test('the statements that the runbooks give are ones that the database takes', async () => {
  const folder = new URL('../docs/runbooks/', import.meta.url);
  const statements = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/psql "\$DATABASE_URL" -c "([^"]+)"/g)].map(([, statement]) => ({
      file,
      statement: statement!,
    })),
  );
  expect(statements.length).toBeGreaterThan(8);
  for (const { file, statement } of statements.filter((one) => !one.statement.includes('<context>')))
    await expect(floor.sql.unsafe(`EXPLAIN ${statement}`), `${file}: ${statement}`).resolves.toBeDefined();
});
