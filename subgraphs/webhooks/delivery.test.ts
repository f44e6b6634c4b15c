import http from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EventEnvelope } from '../../kit/contract.ts';
import { ROOT } from '../../kit/identity.ts';
import { figure } from '../../kit/testing/figure.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import { PAUSES_S } from './commands/deliver-due.ts';
import subgraph from './subgraph.ts';

type Got = { path: string; headers: Record<string, string>; body: string };

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
let receiver: http.Server;
let base: string;
let got: Got[] = [];
let answer: (request: Got) => number = () => 200;
const adminGraph = {
  check: (document: string) => (document.includes('nonsense') ? ['Cannot query field "nonsense".'] : []),
  ask: async (document: string, { id }: { id: string }) =>
    document.includes('fails') ? { data: null, errors: [{ message: 'no' }] } : { data: { order: { id, number: 'H1' } } },
};

beforeAll(async () => {
  receiver = http.createServer(async (request, response) => {
    const one = { path: request.url!, headers: request.headers as Record<string, string>, body: await text(request) };
    got.push(one);
    response.writeHead(answer(one)).end('thank you');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as { port: number }).port}`;
  world = await testSubgraph(subgraph, { config: { webhooksAllowPrivate: true, adminGraph } });
});
afterEach(async () => {
  got = [];
  answer = () => 200;
  await world.sql`DELETE FROM subscriptions`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await world.close();
});

const identity = { audience: 'admin', customerId: null, staff: ROOT, traceId: 'test' } as const;
async function ask<T>(query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await world.running.query({ query, variables: variables as Record<string, unknown>, identity });
  expect(errors).toBeUndefined();
  return data as T;
}
type SaveAnswer = {
  webhookSubscriptionSave: { subscription: { id: string; status: string } | null; secret: string | null; userErrors: { code: string }[] };
};
const save = async (over: object = {}) =>
  (
    await ask<SaveAnswer>(
      'mutation ($input: WebhookSubscriptionInput!) { webhookSubscriptionSave(input: $input) { subscription { id status } secret userErrors { code } } }',
      { input: { url: `${base}/hook`, events: ['order.placed', 'order.cancelled'], ...over } },
    )
  ).webhookSubscriptionSave;

let clock = Date.now();
const said = (orderId: string, type = 'orders.OrderPlaced'): EventEnvelope => ({
  eventId: uuidv7(),
  type,
  aggregateId: orderId,
  version: 1,
  occurredAt: new Date(clock++).toISOString(),
  payload: { orderId, totalMinor: 990 },
});
const hear = (...events: EventEnvelope[]) => world.running.deliver(events);
const send = () => world.ask.deliverDue({ limit: 100 });
const itIsTime = () => world.sql`UPDATE deliveries SET due_at = now() WHERE status = 'PENDING'`;
type Row = { id: string; status: string; attempts: number; code: number | null; response: string | null; wait: number };
const rows = () =>
  world.sql<Row[]>`SELECT id, status, attempts, response_code AS code, response, extract(epoch FROM due_at - now())::float AS wait
    FROM deliveries ORDER BY occurred_at, position`;

test('an event is told once, to each who wants to hear of it, signed by the secret of each', async () => {
  const [one, two] = [await save({ url: `${base}/one` }), await save({ url: `${base}/two`, events: ['order.placed'] })];
  await save({ url: `${base}/other`, events: ['product.saved'] });
  const [orderId, other] = [uuidv7(), uuidv7()];
  const event = said(orderId);
  await Promise.all([hear(event), hear(event), hear(event, said(other, 'orders.OrderCancelled'))]);
  await hear({ ...event });
  await Promise.all([send(), send(), send()]);
  expect(got.map(({ path }) => path).sort()).toEqual(['/one', '/one', '/two']);
  const [told] = got.filter(({ path }) => path === '/two');
  expect(new Webhook(two.secret!).verify(told!.body, told!.headers)).toEqual({
    type: 'order.placed',
    version: 1,
    timestamp: event.occurredAt,
    id: orderId,
    data: { orderId, totalMinor: 990 },
  });
  expect(() => new Webhook(one.secret!).verify(told!.body, told!.headers)).toThrow();
  expect(await rows()).toMatchObject(
    Array.from({ length: 3 }, () => ({ status: 'DELIVERED', attempts: 1, code: 200, response: 'thank you' })),
  );
});

const counted = (outcome: string) => figure(`holdfast_webhook_deliveries_total{outcome="${outcome}"}`);

test('what is not taken is sent again after growing pauses under the same id, and given up after the last', async () => {
  await save();
  answer = () => 500;
  await hear(said(uuidv7()));
  const [retried, dead] = [await counted('retried'), await counted('dead')];
  for (const [i, pause] of PAUSES_S.entries()) {
    await send();
    const [delivery] = await rows();
    expect(delivery).toMatchObject({ status: 'PENDING', attempts: i + 1, code: 500 });
    expect(delivery!.wait).toBeGreaterThan(pause * 0.75);
    expect(delivery!.wait).toBeLessThan(pause * 1.25);
    expect(await send()).toEqual({ taken: 0 });
    await itIsTime();
  }
  await send();
  expect(await rows()).toMatchObject([{ status: 'DEAD', attempts: PAUSES_S.length + 1 }]);
  expect([await counted('retried'), await counted('dead')]).toEqual([retried + PAUSES_S.length, dead + 1]);
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('of one order the later waits for the earlier; of another nothing does', async () => {
  await save();
  const [first, second] = [uuidv7(), uuidv7()];
  const placed = said(first);
  answer = ({ body }) => (body.includes(first) && got.length < 4 ? 503 : 200);
  const cancelled = said(first, 'orders.OrderCancelled');
  await hear(cancelled);
  await hear(placed, said(second));
  const heard = () =>
    got.map(({ body }) => JSON.parse(body) as { id: string; type: string }).map(({ id, type }) => `${type} ${id === first ? 1 : 2}`);
  await send();
  await send();
  expect(heard().sort()).toEqual(['order.placed 1', 'order.placed 2']);
  for (let i = 0; i < 4; i++) {
    await itIsTime();
    await send();
  }
  expect(heard().slice(2)).toEqual(['order.placed 1', 'order.placed 1', 'order.cancelled 1']);
});

test('one that fails keeps no other subscription waiting, and none takes all places of a batch', async () => {
  await save({ url: `${base}/slow`, events: ['order.placed'] });
  await save({ url: `${base}/quick`, events: ['order.placed'] });
  await hear(...Array.from({ length: 12 }, () => said(uuidv7())));
  await world.ask.deliverDue({ limit: 8 });
  expect(['/slow', '/quick'].map((path) => got.filter((one) => one.path === path).length)).toEqual([4, 4]);
});

test('a replay is sent under the same id, also when the first was taken', async () => {
  await save();
  await hear(said(uuidv7()));
  await send();
  const [{ id }] = (await rows()) as unknown as [Row];
  const replay = 'mutation ($id: ID!) { webhookReplay(deliveryId: $id) { delivery { status replayOf } userErrors { code } } }';
  expect(await ask(replay, { id })).toEqual({ webhookReplay: { delivery: { status: 'PENDING', replayOf: id }, userErrors: [] } });
  await send();
  expect(got).toHaveLength(2);
  expect(got[1]!.headers['webhook-id']).toBe(got[0]!.headers['webhook-id']);
  expect(got[1]!.body).toBe(got[0]!.body);
  for (const wrong of [uuidv7(), 'x'])
    expect(await ask(replay, { id: wrong })).toEqual({
      webhookReplay: { delivery: null, userErrors: [{ code: 'WEBHOOK_DELIVERY_NOT_FOUND' }] },
    });
});

test('secrets lie sealed in the table; those that lie open are sealed with the next look at what is old', async () => {
  const { subscription, secret } = await save();
  const lying = async () =>
    (await world.sql`SELECT secret, old_secret FROM subscriptions`)[0]! as { secret: string; old_secret: string | null };
  expect((await lying()).secret).toMatch(/^sealed[.]/);
  await world.sql`UPDATE subscriptions SET secret = ${secret}, old_secret = ${secret} WHERE id = ${subscription!.id}`;
  await hear(said(uuidv7()));
  await send();
  expect(() => new Webhook(secret!).verify(got[0]!.body, got[0]!.headers)).not.toThrow();
  await world.ask.forgetOld({});
  const sealed = await lying();
  expect([sealed.secret, sealed.old_secret]).toEqual([expect.stringMatching(/^sealed[.]/), expect.stringMatching(/^sealed[.]/)]);
  await world.ask.forgetOld({});
  expect(await lying()).toEqual(sealed);
  await hear(said(uuidv7()));
  await send();
  expect(() => new Webhook(secret!).verify(got[1]!.body, got[1]!.headers)).not.toThrow();
});

test('a secret that cannot be opened is told in the log of deliveries, and nothing is sent', async () => {
  await save();
  await world.sql`UPDATE subscriptions SET secret = 'sealed.AAAA'`;
  await hear(said(uuidv7()));
  await send();
  expect(got).toEqual([]);
  expect((await world.sql`SELECT response FROM deliveries`)[0]!.response).toMatch(/none of the secrets that hold/);
});

test('while a secret is rotated both sign, and then the new one alone', async () => {
  const { subscription, secret } = await save();
  const rotated = await save({ id: subscription!.id, rotateSecret: true });
  expect(rotated.secret).not.toBe(secret);
  await hear(said(uuidv7()));
  await send();
  for (const each of [secret, rotated.secret]) expect(() => new Webhook(each!).verify(got[0]!.body, got[0]!.headers)).not.toThrow();
  await world.sql`UPDATE subscriptions SET old_secret_until = now() - interval '1 second'`;
  await hear(said(uuidv7()));
  await send();
  expect(() => new Webhook(rotated.secret!).verify(got[1]!.body, got[1]!.headers)).not.toThrow();
  expect(() => new Webhook(secret!).verify(got[1]!.body, got[1]!.headers)).toThrow();
  expect((await save({ id: subscription!.id })).secret).toBeNull();
});

test('a query says what is sent; one that fails is tried again like a receiver that does', async () => {
  await save({ query: 'query ($id: ID!) { order(id: $id) { id number } }' });
  const orderId = uuidv7();
  await hear(said(orderId));
  await send();
  expect(JSON.parse(got[0]!.body)).toMatchObject({ type: 'order.placed', id: orderId, data: { order: { id: orderId, number: 'H1' } } });
  await world.sql`UPDATE subscriptions SET query = 'fails'`;
  await hear(said(uuidv7()));
  await send();
  expect(got).toHaveLength(1);
  expect((await rows()).at(-1)).toMatchObject({ status: 'PENDING', attempts: 1, code: null, response: 'Error: its query failed: no' });
});

test('who is gone, or was not reached for three days, is told nothing more until it is saved again', async () => {
  const { subscription } = await save();
  const status = async () =>
    (await ask<{ webhookSubscriptions: object[] }>('{ webhookSubscriptions { status disabledReason } }')).webhookSubscriptions;
  answer = () => 410;
  await hear(said(uuidv7()), said(uuidv7()));
  await send();
  expect(await status()).toEqual([{ status: 'DISABLED', disabledReason: 'its receiver has answered 410: gone' }]);
  expect((await rows()).map((row) => row.status)).toEqual(['DEAD', 'DEAD']);
  await hear(said(uuidv7()));
  expect(await rows()).toHaveLength(2);
  expect(await save({ id: subscription!.id })).toMatchObject({ subscription: { status: 'ACTIVE' }, userErrors: [] });
  answer = () => 500;
  await hear(said(uuidv7()));
  await send();
  expect(await status()).toMatchObject([{ status: 'ACTIVE' }]);
  await world.sql`UPDATE subscriptions SET failing_since = failing_since - interval '73 hours'`;
  await itIsTime();
  await send();
  expect(await status()).toEqual([{ status: 'DISABLED', disabledReason: 'nothing has reached it for 72 hours' }]);
});

test('an answer that takes it ends the count of those that did not', async () => {
  await save();
  answer = () => 500;
  await hear(said(uuidv7()));
  await send();
  answer = () => 204;
  await world.sql`UPDATE subscriptions SET failing_since = failing_since - interval '73 hours'`;
  await itIsTime();
  await send();
  expect(await world.sql`SELECT status, failing_since FROM subscriptions`).toMatchObject([{ status: 'ACTIVE', failing_since: null }]);
});

test.each([
  [{ url: 'nowhere' }, 'INVALID_URL'],
  [{ events: [] }, 'INVALID_EVENTS'],
  [{ events: ['order.placed', 'toString'] }, 'INVALID_EVENTS'],
  [{ secret: 'short' }, 'INVALID_SECRET'],
  [{ query: '{ nonsense }' }, 'INVALID_QUERY'],
  [{ id: uuidv7() }, 'WEBHOOK_SUBSCRIPTION_NOT_FOUND'],
])('%o is refused: %s', async (wrong, code) => {
  expect(await save(wrong)).toEqual({ subscription: null, secret: null, userErrors: [{ code }] });
  expect(await world.sql`SELECT 1 FROM subscriptions`).toHaveLength(0);
});

test('the log is staff’s alone, is paged, and goes with its subscription', async () => {
  const { subscription } = await save();
  await hear(...Array.from({ length: 3 }, () => said(uuidv7())));
  await send();
  const log =
    'query ($after: String) { webhookDeliveries(first: 2, after: $after) { nodes { id event status responseCode } pageInfo { hasNextPage endCursor } } }';
  type Log = { webhookDeliveries: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const first = await ask<Log>(log);
  const second = await ask<Log>(log, { after: first.webhookDeliveries.pageInfo.endCursor });
  expect(new Set([...first.webhookDeliveries.nodes, ...second.webhookDeliveries.nodes].map(({ id }) => id)).size).toBe(3);
  expect([first, second].map((page) => page.webhookDeliveries.pageInfo.hasNextPage)).toEqual([true, false]);
  const stranger = { ...identity, audience: 'storefront', staff: null } as const;
  for (const query of [
    log,
    '{ webhookSubscriptions { id } }',
    `mutation { webhookSubscriptionDelete(id: "${subscription!.id}") { deletedId } }`,
  ])
    expect((await world.running.query({ query, identity: stranger })).errors).toMatchObject([
      { message: expect.stringMatching(/^This needs the scope webhooks:/) },
    ]);
  const gone = 'mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedId userErrors { code } } }';
  expect(await ask(gone, { id: subscription!.id })).toEqual({ webhookSubscriptionDelete: { deletedId: subscription!.id, userErrors: [] } });
  expect(await rows()).toEqual([]);
});

test('what is old is deleted, unless it may still be sent', async () => {
  await save();
  await hear(said(uuidv7()));
  await send();
  await hear(said(uuidv7()));
  await world.sql`UPDATE deliveries SET created_at = now() - interval '31 days'`;
  expect(await world.ask.forgetOld({})).toEqual({ forgotten: 1 });
  expect(await rows()).toMatchObject([{ status: 'PENDING' }]);
});
