import { afterEach, describe, expect, test } from 'vitest';
import { metrics } from '../../kit/telemetry.ts';
import { type Answer, testGateway } from '../testing/gateway.ts';
import { posted, wire } from '../testing/wire.ts';

const BUY = 'mutation ($i: CheckoutInput!) { checkout(input: $i) { __typename } }';
const buying = (over: object = {}) => ({ i: { idempotencyKey: 'a-key-of-a-client', email: 'a@b.c', paymentMethodId: 'pm', ...over } });
const PAGE = '{ product(slug: "shirt") { title } }';
const TICKET = '{ waitingRoomTicket(id: "t") { id } }';
const ATTEMPT = '{ checkoutAttempt(id: "a") { __typename } }';
const SEARCH = '{ products { totalCount } }';
const BOUGHT = { checkout: { __typename: 'CheckoutCompleted' } };

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.close()));
});
async function gatewayWith(parts: Parameters<typeof testGateway>[0]) {
  const g = await testGateway({ ...parts, config: { graceMs: 2_000, ...parts?.config } });
  started.push(g);
  const asks = (name: string) => g.stubs.asked.filter((fetch) => fetch.name === name).length;
  return { ...g, asks, buy: (over: object = {}, headers = {}) => g.shop(BUY, buying(over), headers) };
}
/** Holds whoever comes, until it is opened. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, hold: () => opened };
}
const about = ({ status, headers, errors }: Answer) => ({ status, retry: Number(headers.get('retry-after')), ...errors?.[0]?.extensions });
const measured = async (line: string) =>
  Number(
    (await metrics.metrics())
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );

describe('a lane that is full', () => {
  const tight = { concurrent: 2, queued: 1, waitMs: 60_000 };

  test('refuses with 429 and when to come again, and holds up nobody else', async () => {
    const g = await gatewayWith({ config: { shedding: { laneLimits: { checkout: tight } } } });
    const before = await measured('holdfast_lane_refused_total{lane="checkout",reason="full"}');
    const busy = gate();
    g.stubs.before = { checkout: ({ query }) => (query.startsWith('mutation') ? busy.hold() : undefined) };
    const within = [g.buy(), g.buy()];
    await expect.poll(() => g.asks('checkout')).toBe(2);
    const third = g.buy();
    await expect.poll(() => measured('holdfast_lane_requests{lane="checkout",state="waiting"}')).toBe(1);
    const refused = await g.buy();
    expect(about(refused)).toEqual({ status: 429, retry: expect.any(Number), code: 'OVERLOADED', retryAfterMs: expect.any(Number) });
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
    const { retry, retryAfterMs } = about(refused) as { retry: number; retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThanOrEqual(1_000);
    expect(retry).toBe(Math.ceil(retryAfterMs / 1_000));
    for (const ask of [PAGE, TICKET, ATTEMPT, SEARCH]) expect((await g.shop(ask)).status, ask).toBe(200);
    expect((await g.send('/webhooks/stripe', { method: 'POST', body: '{}' })).status).toBe(200);
    expect((await g.admin('{ jobQueues { name } }')).status).toBe(200);
    expect(g.asks('checkout')).toBe(2 + 2);
    busy.open();
    expect((await Promise.all([...within, third])).map(({ data }) => data)).toEqual([BOUGHT, BOUGHT, BOUGHT]);
    expect((await g.buy()).data).toEqual(BOUGHT);
    expect(await measured('holdfast_lane_refused_total{lane="checkout",reason="full"}')).toBe(before + 1);
    expect(await measured('holdfast_lane_requests{lane="checkout",state="running"}')).toBe(0);
  });

  test('of purchases without an admission leaves those with one theirs', async () => {
    const g = await gatewayWith({
      config: { shedding: { laneLimits: { checkout: { concurrent: 1, queued: 0, waitMs: 1_000 } } } },
      isAdmission: async (token) => token === 'signed',
    });
    const busy = gate();
    g.stubs.before = { checkout: () => (g.asks('checkout') === 1 ? busy.hold() : undefined) };
    const first = g.buy();
    await expect.poll(() => g.asks('checkout')).toBe(1);
    expect((await g.buy({ waitingRoomToken: 'made up' })).status).toBe(429);
    expect((await g.buy({ waitingRoomToken: 'signed' })).data).toEqual(BOUGHT);
    busy.open();
    expect((await first).data).toEqual(BOUGHT);
  });

  test('refuses who has waited too long', async () => {
    const g = await gatewayWith({ config: { shedding: { laneLimits: { search: { concurrent: 1, queued: 5, waitMs: 50 } } } } });
    const busy = gate();
    g.stubs.before = { search: busy.hold };
    const first = g.shop(SEARCH);
    await expect.poll(() => g.asks('search')).toBe(1);
    expect(about(await g.shop(SEARCH))).toMatchObject({ status: 429, code: 'OVERLOADED' });
    busy.open();
    expect((await first).status).toBe(200);
    expect(g.asks('search')).toBe(1);
  });

  test('gives a place in its line back when the client hangs up; what was begun is finished', async () => {
    const g = await gatewayWith({ config: { shedding: { laneLimits: { checkout: { ...tight, concurrent: 1 } } } } });
    const busy = gate();
    const done: string[] = [];
    g.stubs.before = {
      checkout: async () => {
        await busy.hold();
        done.push('done');
      },
    };
    const body = JSON.stringify({ query: BUY, variables: buying() });
    const [first, second] = [await wire(g.port), await wire(g.port)];
    await first.write(posted('/graphql', body));
    await expect.poll(() => g.asks('checkout')).toBe(1);
    await second.write(posted('/graphql', body));
    const waiting = () => measured('holdfast_lane_requests{lane="checkout",state="waiting"}');
    await expect.poll(waiting).toBe(1);
    second.abort();
    await expect.poll(waiting).toBe(0);
    first.abort();
    const third = g.buy();
    await expect.poll(waiting).toBe(1);
    // who has hung up inside keeps the place until the work is done: nobody can have more at work than there are places
    expect(g.asks('checkout')).toBe(1);
    busy.open();
    expect((await third).data).toEqual(BOUGHT);
    expect(done).toHaveLength(2);
  });

  test('of webhooks or of staff says so in the same way', async () => {
    const none = { concurrent: 0, queued: 0, waitMs: 1 };
    const g = await gatewayWith({ config: { shedding: { laneLimits: { webhooks: none, admin: none } } } });
    const refused = { status: 429, code: 'OVERLOADED' };
    expect(about(await g.send('/webhooks/stripe', { method: 'POST', body: '{}' }))).toMatchObject(refused);
    expect(about(await g.admin('{ jobQueues { name } }'))).toMatchObject(refused);
    expect((await g.send('/admin/graphql', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(
      401,
    );
  });

  test('does not hold up what is kept', async () => {
    const g = await gatewayWith({
      config: { responseCacheBytes: 1_000_000, shedding: { laneLimits: { browse: { concurrent: 1, queued: 0, waitMs: 1 } } } },
    });
    expect((await g.shop(PAGE)).status).toBe(200);
    const busy = gate();
    g.stubs.before = { catalog: busy.hold };
    const other = g.shop('{ product(slug: "other") { title } }');
    await expect.poll(() => g.asks('catalog')).toBe(2);
    expect((await g.shop('{ product(slug: "third") { title } }')).status).toBe(429);
    expect((await g.shop(PAGE)).status).toBe(200);
    busy.open();
    expect((await other).status).toBe(200);
    expect((await g.shop('{ product(slug: "third") { title } }')).status).toBe(200);
  });
});

describe('rates', () => {
  const behindProxy = (address: string) => ({ 'x-forwarded-for': address });

  test('bound what one customer asks, whatever the address asks else, and say exactly when to come again', async () => {
    const g = await gatewayWith({ config: { shedding: { trustedProxies: 1, rateFactor: 0.04 } } });
    // a burst of 2 for a customer, of 8 for the purchases of an address
    const buy = (email: string, address = '203.0.113.1') => g.buy({ email }, behindProxy(address));
    expect([(await buy('a@b.c')).status, (await buy('A@b.c')).status]).toEqual([200, 200]);
    const before = await measured('holdfast_rate_limited_total{by="customer"}');
    const refused = await buy('a@b.c');
    expect(about(refused)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(await measured('holdfast_rate_limited_total{by="customer"}')).toBe(before + 1);
    const { retryAfterMs, retry } = about(refused) as { retryAfterMs: number; retry: number };
    expect(retryAfterMs).toBeLessThanOrEqual(5_000);
    expect(retry).toBe(Math.ceil(retryAfterMs / 1_000));
    expect((await buy('b@b.c')).status).toBe(200);
    expect((await g.shop(PAGE, {}, behindProxy('203.0.113.1'))).status).toBe(200);
    // nobody keeps the owner of an e-mail out
    expect((await buy('a@b.c', '203.0.113.2')).status).toBe(200);
    expect(g.asks('checkout')).toBe(4);
  });

  test('bound the purchases of an address, counted by field, and then all that it asks, before a body is read', async () => {
    const g = await gatewayWith({ config: { shedding: { trustedProxies: 1, rateFactor: 0.01 } } });
    const ask = (query: string, address: string) => g.shop(query, {}, behindProxy(address));
    // a burst of 5 searches, and of 30 requests
    const five = `{ ${Array.from({ length: 5 }, (_, i) => `s${i}: products { totalCount }`).join(' ')} }`;
    expect((await ask(five, '203.0.113.1')).status).toBe(200);
    expect(about(await ask(SEARCH, '203.0.113.1'))).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect((await ask(PAGE, '203.0.113.1')).status).toBe(200);
    const statuses = await Promise.all(Array.from({ length: 50 }, () => ask('{ __typename }', '203.0.113.3')));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200, 429]));
    const unread = await g.send('/graphql', {
      method: 'POST',
      body: '{ this is no JSON',
      headers: { 'content-type': 'application/json', ...behindProxy('203.0.113.3') },
    });
    expect(about(unread)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect((await ask('{ __typename }', '203.0.113.4')).status).toBe(200);
  });

  test('an address is not taken from a header unless a proxy is trusted; factor 0 bounds nothing', async () => {
    const strict = await gatewayWith({ config: { shedding: { rateFactor: 0.0001 } } });
    const ask = (g: typeof strict, address: string) => g.shop('{ __typename }', {}, behindProxy(address));
    // 30 of this machine itself
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(strict, `203.0.113.${i}`)));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    const free = await gatewayWith({ config: { shedding: { trustedProxies: 1, rateFactor: 0 } } });
    const all = await Promise.all(Array.from({ length: 60 }, () => ask(free, '203.0.113.1')));
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });

  test('those that hold for all let 200 purchases from this machine through at once', async () => {
    const g = await gatewayWith({});
    const answers = await Promise.all(Array.from({ length: 200 }, () => g.buy()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});
