import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayParts } from './gateway.ts';
import { testGateway } from './testing/gateway.ts';

/** What this test has put around the gateway. */
let around: Pick<GatewayParts, 'receiveWebhook' | 'picture' | 'checks' | 'spareChecks'>;
let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  const checks = Object.fromEntries(['catalog', 'orders', 'cart', 'search'].map((part) => [part, async () => around.checks[part]?.()]));
  g = await testGateway({
    checks,
    spareChecks: { queues: async () => around.spareChecks?.queues?.() },
    receiveWebhook: (raw, signature) => around.receiveWebhook(raw, signature),
    picture: (name) => around.picture(name),
  });
});
afterAll(() => g.close());

function start(parts: Partial<typeof around>): typeof g {
  around = { checks: {}, picture: () => null, receiveWebhook: async () => ({ status: 200, body: {} }), ...parts };
  return g;
}

describe('health', () => {
  test('ready when every part is', async () => {
    const { send } = start({ checks: { catalog: async () => {} } });
    const { status, text } = await send('/readyz');
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 200,
      body: { status: 'ready', parts: { catalog: 'ok', orders: 'ok', cart: 'ok', search: 'ok', queues: 'ok' } },
    });
  });

  test('names each part that cannot serve, and why in one word that gives nothing away; alive all the same', async () => {
    const refusal = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    const checks = {
      catalog: async () => {},
      orders: () => Promise.reject(refusal),
      cart: () => new Promise<void>(() => {}),
      search: () => {
        throw new Error('password authentication failed');
      },
    };
    const { send } = start({ checks });
    const began = performance.now();
    const { status, text } = await send('/readyz');
    expect(performance.now() - began).toBeLessThan(4_000);
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 503,
      body: { status: 'not ready', parts: { catalog: 'ok', orders: 'unreachable', cart: 'timeout', search: 'failing', queues: 'ok' } },
    });
    expect((await send('/healthz')).status).toBe(200);
  });

  test('job queues that hang are told of, and the instance goes on selling', async () => {
    const { send } = start({ spareChecks: { queues: () => new Promise<void>(() => {}) } });
    const { status, text } = await send('/readyz');
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 200,
      body: { status: 'ready', parts: { catalog: 'ok', orders: 'ok', cart: 'ok', search: 'ok', queues: 'timeout' } },
    });
  });

  test('what it measures is not told to the public', async () => {
    const { send } = start({});
    expect((await send('/metrics')).status).toBe(404);
  });
});

describe('webhooks', () => {
  test('get their bytes as they came, with the signature, and answer what the receiver says', async () => {
    const got: [Buffer, string][] = [];
    const { send } = start({
      receiveWebhook: async (raw, signature) => ({ status: 202, body: { received: got.push([raw, signature]) } }),
    });
    const body = Buffer.concat([Buffer.from('{ "id" :  "evt_1",\r\n"ü": 1.0 }\n'), Buffer.from([0xff, 0x00])]);
    for (const type of ['application/json; charset=utf-8', 'text/plain']) {
      const answer = await send('/webhooks/stripe', {
        method: 'POST',
        headers: { 'content-type': type, 'stripe-signature': 't=1,v1=abc' },
        body,
      });
      expect({ status: answer.status, body: JSON.parse(answer.text) }).toEqual({ status: 202, body: { received: got.length } });
    }
    expect(got).toEqual([
      [body, 't=1,v1=abc'],
      [body, 't=1,v1=abc'],
    ]);
  });

  test('may be 256 kB and no more; without a signature the receiver decides', async () => {
    const signatures: string[] = [];
    const { send } = start({ receiveWebhook: async (_, signature) => ({ status: 400, body: { seen: signatures.push(signature) } }) });
    const post = (size: number) =>
      send('/webhooks/stripe', { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x'.repeat(size) });
    expect([(await post(256 * 1024)).status, (await post(256 * 1024 + 1)).status, signatures]).toEqual([400, 413, ['']]);
  });

  test('a receiver that fails is a 500 without its reason, so that the provider sends again', async () => {
    const { send, lines } = start({ receiveWebhook: () => Promise.reject(new Error('insert into webhooks failed')) });
    const { status, text, errors } = await send('/webhooks/stripe', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(500);
    expect(text).not.toContain('insert');
    expect(lines.some((line) => line.fault === errors?.[0]?.extensions.fault)).toBe(true);
  });
});

describe('pictures', () => {
  const picture = (name: string) =>
    name === 'shirt-1.svg' ? { body: '<svg xmlns="http://www.w3.org/2000/svg"/>', contentType: 'image/svg+xml' } : null;

  test('are kept for ever, may run nothing, and are not sent twice', async () => {
    const { send } = start({ picture });
    const { status, headers, text } = await send('/pictures/shirt-1.svg');
    expect({ status, text, type: headers.get('content-type'), cache: headers.get('cache-control') }).toEqual({
      status: 200,
      text: picture('shirt-1.svg')!.body,
      type: 'image/svg+xml',
      cache: 'public, max-age=31536000, immutable',
    });
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const again = await send('/pictures/shirt-1.svg', { headers: { 'if-none-match': headers.get('etag')! } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test.each(['/pictures/none.svg', '/pictures/..%2f..%2fpackage.json', '/pictures/', `/pictures/${'a'.repeat(5000)}`])(
    'there is none at %.40s',
    async (path) => {
      const { send } = start({ picture });
      expect((await send(path)).status).toBeGreaterThanOrEqual(400);
      expect((await send(path)).status).toBeLessThan(500);
    },
  );
});

describe('closing', () => {
  test('finishes what is under way, takes nothing new, and then is over at once', async () => {
    const { stubs, shop, url, close } = await testGateway({ config: { graceMs: 60_000 } });
    let answer!: () => void;
    stubs.before.catalog = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    const underWay = shop('{ categories { id } }');
    await expect.poll(() => stubs.asked.length).toBe(1);
    const closed = close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    answer();
    expect((await underWay).status).toBe(200);
    const began = Date.now();
    await closed;
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test('a checkout under way is answered to its end, and its connection is not kept for another', async () => {
    const { stubs, url, close } = await testGateway({ config: { graceMs: 60_000 } });
    let answer!: () => void;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    stubs.before.checkout = () => slow;
    const agent = new http.Agent({ keepAlive: true });
    const query = `mutation { checkout(input: { idempotencyKey: "k-0123456789abcdef", email: "a@b.c", paymentMethodId: "pm_card_visa",
      lines: [{ variantId: "v1", quantity: 1 }], shippingAddress: { name: "A", line1: "1", city: "B", postalCode: "1", countryCode: "DE" } })
      { ... on CheckoutCompleted { order { number payment { status } } } } }`;
    const underWay = buy(`${url}/graphql`, JSON.stringify({ query }), agent);
    await expect.poll(() => stubs.asked.map(({ name }) => name)).toEqual(['checkout']);
    const closed = close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    answer();
    const { headers, body } = await underWay;
    expect(body).toEqual({ data: { checkout: { order: { number: '1001', payment: { status: 'CAPTURED' } } } } });
    expect(headers.connection).toBe('close');
    await closed;
    agent.destroy();
  });

  test('waits no longer than the grace time, and not at all for connections that are idle', async () => {
    const { stubs, shop, close, url } = await testGateway({ config: { graceMs: 300 } });
    const agent = new http.Agent({ keepAlive: true });
    await new Promise((resolve) => http.get(`${url}/healthz`, { agent }, (response) => response.resume().on('end', resolve)));
    stubs.before.catalog = () => new Promise(() => {});
    const hanging = expect(shop('{ categories { id } }')).rejects.toThrow();
    await expect.poll(() => stubs.asked.length).toBe(1);
    const began = Date.now();
    await close();
    expect(Date.now() - began).toBeLessThan(5_000);
    await hanging;
    agent.destroy();
  });
});

function buy(url: string, body: string, agent: http.Agent): Promise<{ headers: http.IncomingHttpHeaders; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ headers: response.headers, body: JSON.parse(text) }));
    });
    request.on('error', reject).end(body);
  });
}

test('a port that is taken is said so', async () => {
  await expect(testGateway({ config: { port: g.port } })).rejects.toThrow(/EADDRINUSE/);
});

test('told to end, it goes on taking requests for a while: /readyz says 503, and clients are told to go elsewhere', async () => {
  const own = await testGateway({ config: { drainMs: 600 } });
  const closed = own.close();
  expect((await own.send('/readyz')).status).toBe(503);
  const { status, headers, data } = await own.shop('{ __typename }');
  expect([status, headers.get('connection'), data]).toEqual([200, 'close', { __typename: 'Query' }]);
  await closed;
  await expect(own.send('/readyz')).rejects.toThrow();
});
