import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testGateway } from './testing/gateway.ts';

const CART = '{ cart(id: "c1") { id } }';
const LOGIN = 'mutation { customerLogin(email: "a@b.c", password: "x") { accessToken } }';
let g: Awaited<ReturnType<typeof testGateway>>;
let read: string[] = [];
let until = 0;
beforeAll(async () => {
  g = await testGateway({
    config: { shedding: { trustedProxies: 1 } },
    readToken: async (token) => {
      read.push(token);
      return token.startsWith('good') ? { customerId: `customer of ${token}`, until } : null;
    },
  });
});
afterAll(() => g.close());
beforeEach(() => {
  read = [];
  until = Date.now() + 60_000;
  g.stubs.asked.length = 0;
  g.stubs.before.accounts = async () => ({ data: { customerLogin: { accessToken: null } } });
});
const identities = () => g.stubs.asked.map(({ identity }) => identity);

test('subgraphs are told whose token it is, each time; it is looked at once', async () => {
  for (const scheme of ['Bearer', 'bearer']) await g.shop(CART, {}, { authorization: `${scheme} good-1` });
  expect(identities().map(({ customerId }) => customerId)).toEqual(['customer of good-1', 'customer of good-1']);
  expect(read).toEqual(['good-1']);
});

test('who sends none is a guest, and nothing is read', async () => {
  expect((await g.shop(CART)).status).toBe(200);
  expect([identities()[0]?.customerId, read]).toEqual([null, []]);
});

test.each(['Bearer bad', 'Bearer', 'Bearer ', 'Basic good-2', 'good-2', 'Bearer good-2 good-2', ''])(
  'with %j nobody is asked: 401, and no guest',
  async (authorization) => {
    const answer = await g.shop(CART, {}, { authorization });
    expect([answer.status, answer.errors?.[0]?.extensions.code, answer.data]).toEqual([401, 'UNAUTHENTICATED', undefined]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(g.stubs.asked).toEqual([]);
  },
);

test('one that was good is an error once its time is over, although it was looked at before', async () => {
  until = Date.now() + 300;
  expect((await g.shop(CART, {}, { authorization: 'Bearer good-3' })).status).toBe(200);
  await expect.poll(async () => (await g.shop(CART, {}, { authorization: 'Bearer good-3' })).status, { timeout: 5_000 }).toBe(401);
});

test('a customer’s token opens no admin API', async () => {
  const answer = await g.post('/admin/graphql', { query: '{ audit { checkedAt } }' }, { authorization: 'Bearer good-4' });
  expect([answer.status, read]).toEqual([401, []]);
});

test('from where somebody comes is told with a sign-in, and with nothing else', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  await g.shop(LOGIN, {}, headers);
  await g.shop(CART, {}, headers);
  await g.shop(LOGIN);
  expect(identities().map((identity) => identity.address)).toEqual(['203.0.113.7', undefined, undefined]);
});
