import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testGateway } from '../testing/gateway.ts';
import { posted, wire } from '../testing/wire.ts';

const CATEGORIES = JSON.stringify({ query: '{ categories { name } }' });
const CART = JSON.stringify({ query: '{ cart(id: "c1") { id } }' });

let g: Awaited<ReturnType<typeof testGateway>>;
const opened: Awaited<ReturnType<typeof wire>>[] = [];
const connection = async () => {
  const made = await wire(g.port);
  opened.push(made);
  return made;
};
beforeAll(async () => {
  g = await testGateway({ config: { responseCacheBytes: 1e7, graceMs: 2_000 } });
  await g.post('/graphql', CATEGORIES);
});
afterAll(async () => {
  for (const each of opened) each.abort();
  await g.close();
});
beforeEach(() => {
  g.stubs.asked.length = 0;
});
const chunked = (body: string) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe('on one connection', () => {
  test('requests that are sent without waiting are answered in their order, kept ones and others', async () => {
    const c = await connection();
    await c.write(
      posted('/graphql', CATEGORIES) +
        posted('/graphql', CART) +
        posted('/graphql', CATEGORIES) +
        posted('/graphql', '{"query":"{"}') +
        posted('/graphql', CATEGORIES),
    );
    await expect.poll(() => c.statuses()).toEqual([200, 200, 200, 400, 200]);
    const bodies = [...c.text().matchAll(/\r\n\r\n(\{.*?\})\s*(?=HTTP|$)/g)].map(([, body]) => JSON.parse(body!) as object);
    expect(bodies[1]).toEqual({ data: { cart: { id: 'c1' } } });
    for (const kept of [0, 2, 4]) expect(bodies[kept]).toEqual({ data: { categories: [] } });
    expect(g.stubs.asked.map(({ name }) => name)).toEqual(['cart']);
  });

  test('a body that comes in parts is put together, whether its answer is kept or not', async () => {
    for (const body of [CATEGORIES, CART]) {
      const c = await connection();
      const bytes = posted('/graphql', body);
      for (const part of [bytes.slice(0, 40), bytes.slice(40, -20), bytes.slice(-20, -1), bytes.slice(-1)]) {
        expect(c.statuses()).toEqual([]);
        await c.write(part);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await expect.poll(() => c.statuses()).toEqual([200]);
      await c.write(bytes);
      await expect.poll(() => c.statuses()).toEqual([200, 200]);
    }
  });

  test('a chunked body goes the usual way', async () => {
    const c = await connection();
    const head = 'POST /graphql HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    await c.write(head + chunked(CATEGORIES) + head + chunked(CART));
    await expect.poll(() => c.statuses()).toEqual([200, 200]);
    expect(g.stubs.asked.map(({ name }) => name)).toEqual(['cart']);
  });

  test('who asks first whether to send is told to, and answered', async () => {
    for (const body of [CATEGORIES, CART]) {
      const c = await connection();
      const bytes = posted('/graphql', body, { expect: '100-continue' });
      await c.write(bytes.slice(0, -body.length));
      await expect.poll(() => c.statuses()).toEqual([100]);
      await c.write(body);
      await expect.poll(() => c.statuses()).toEqual([100, 200]);
    }
  });
});

describe('what is refused is refused as before', () => {
  test.each([
    ['a body beyond the limit', () => posted('/graphql', JSON.stringify({ query: `{${'a'.repeat(100_000)}}` })), [413]],
    ['no body', () => posted('/graphql', ''), [400]],
    ['a length that is no number', () => posted('/graphql', CATEGORIES, { 'content-length': 'x' }), [400]],
    ['broken JSON', () => posted('/graphql', '{"query":'), [400]],
    ['another type', () => posted('/graphql', CATEGORIES, { 'content-type': 'text/plain' }), [415]],
    ['a packed body', () => posted('/graphql', CATEGORIES, { 'content-encoding': 'gzip' }), [200]],
    ['another method', () => `PUT ${posted('/graphql', CATEGORIES).slice(5)}`, [404]],
    ['the admin API without its key', () => posted('/admin/graphql', CATEGORIES), [401]],
  ])('%s', async (_, bytes, statuses) => {
    const c = await connection();
    await c.write(bytes());
    await expect.poll(() => c.statuses()).toEqual(statuses);
  });

  test('a body that breaks off reaches nobody, and takes nobody with it', async () => {
    for (const body of [CATEGORIES, CART]) {
      const c = await connection();
      await c.write(posted('/graphql', body).slice(0, -5));
      c.abort();
      await expect.poll(() => c.isClosed()).toBe(true);
    }
    expect((await g.post('/graphql', CART)).status).toBe(200);
    expect(g.stubs.asked.map(({ name }) => name)).toEqual(['cart']);
  });

  test('more than was announced is another request, and a malformed one', async () => {
    const c = await connection();
    await c.write(posted('/graphql', `${CATEGORIES}and more`, { 'content-length': String(CATEGORIES.length) }));
    await expect.poll(() => c.isClosed()).toBe(true);
    expect(c.statuses()[0]).toBe(200);
  });
});

test('while it closes, kept answers are not given on connections that are kept alive', async () => {
  const own = await testGateway({ config: { responseCacheBytes: 1e7, graceMs: 5_000 } });
  await own.post('/graphql', CATEGORIES);
  let answer!: () => void;
  own.stubs.before.cart = () =>
    new Promise<void>((resolve) => {
      answer = resolve;
    });
  const c = await wire(own.port);
  await c.write(posted('/graphql', CATEGORIES));
  await expect.poll(() => c.statuses()).toEqual([200]);
  await c.write(posted('/graphql', CART) + posted('/graphql', CATEGORIES));
  await expect.poll(() => own.stubs.asked.at(-1)?.name).toBe('cart');
  const closed = own.close();
  answer();
  await closed;
  await expect.poll(() => c.isClosed()).toBe(true);
  expect(c.text()).toMatch(/connection: close/i);
});
