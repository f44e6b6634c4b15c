import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testGateway } from './testing/gateway.ts';

const SHOP = 'https://www.example.com';
const OFFICE = 'https://office.example.com';
const ELSEWHERE = 'https://evil.example';
const KEPT = '{ categories { id } }';

let open: Awaited<ReturnType<typeof testGateway>>;
let listed: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  const staff = { identify: async () => null, signIn: {} as never };
  const kept = { responseCacheBytes: 1_000_000 };
  open = await testGateway({ staff, config: kept });
  listed = await testGateway({ staff, config: { ...kept, origins: [SHOP], adminOrigins: [OFFICE], isHttps: true } });
});
afterAll(() => Promise.all([open.close(), listed.close()]));

type Asked = { path?: string; origin?: string; method?: string; query?: string; headers?: Record<string, string> };
async function allowed(it: typeof open, { path = '/graphql', origin, method = 'POST', query = KEPT, headers = {} }: Asked) {
  const body = method === 'POST' ? JSON.stringify({ query }) : null;
  const preflight = method === 'OPTIONS' && { 'access-control-request-method': 'POST' };
  const answer = await it.send(path, {
    method,
    body,
    headers: { ...(method !== 'OPTIONS' && { 'content-type': 'application/json' }), ...(origin && { origin }), ...preflight, ...headers },
  });
  const told = (name: string) => answer.headers.get(name);
  return {
    origin: told('access-control-allow-origin'),
    varies: told('vary')?.split(', ').includes('origin') ?? false,
    credentials: told('access-control-allow-credentials'),
    maxAge: told('access-control-max-age'),
  };
}

describe('pages of other origins', () => {
  const nobody = { origin: null, credentials: null, maxAge: null };
  test.each<[string, Asked]>([
    ['an answer that is worked out', { query: '{ __typename }' }],
    ['one that is kept', {}],
    ['one that is refused', { query: '{' }],
    [
      'one by GET, kept',
      { method: 'GET', path: `/graphql?query=${encodeURIComponent(KEPT)}`, headers: { 'apollo-require-preflight': '1' } },
    ],
    ['one of no GraphQL at all', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ])('%s may be read by those that are listed, and says that it varies', async (_, asked) => {
    for (let i = 0; i < 2; i++) {
      expect(await allowed(listed, { ...asked, origin: SHOP })).toEqual({ ...nobody, origin: SHOP, varies: true });
      expect(await allowed(listed, { ...asked, origin: ELSEWHERE })).toEqual({ ...nobody, varies: true });
      expect(await allowed(listed, { ...asked, origin: OFFICE })).toEqual({ ...nobody, varies: true });
      expect(await allowed(listed, asked)).toEqual({ ...nobody, varies: true });
      expect(await allowed(open, { ...asked, origin: ELSEWHERE })).toEqual({ ...nobody, origin: '*', varies: false });
    }
  });

  test('304 says the same', async () => {
    const path = `/graphql?query=${encodeURIComponent(KEPT)}`;
    const headers = { 'apollo-require-preflight': '1', 'content-type': 'application/json', origin: SHOP };
    await listed.send(path, { headers });
    const { headers: first } = await listed.send(path, { headers });
    const again = await listed.send(path, { headers: { ...headers, 'if-none-match': first.get('etag')! } });
    expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([304, SHOP]);
    expect(again.headers.get('vary')).toBe(first.get('vary'));
    expect(first.get('vary')).toMatch(/accept, accept-language, x-currency, origin|origin, accept, accept-language, x-currency/);
  });

  test('a preflight holds for a day', async () => {
    expect(await allowed(listed, { method: 'OPTIONS', origin: SHOP })).toEqual({ ...nobody, origin: SHOP, varies: true, maxAge: '86400' });
    expect(await allowed(listed, { method: 'OPTIONS', origin: ELSEWHERE })).toEqual({ ...nobody, varies: true });
  });

  test.each(['/admin/graphql', '/admin/sign-in', '/admin/refresh'])(
    '%s answers those that are listed for it, by default none',
    async (path) => {
      expect(await allowed(listed, { path, origin: OFFICE })).toMatchObject({ origin: OFFICE, varies: true });
      expect(await allowed(listed, { path, origin: OFFICE, method: 'OPTIONS' })).toMatchObject({ origin: OFFICE, maxAge: '86400' });
      for (const origin of [SHOP, ELSEWHERE]) expect(await allowed(listed, { path, origin })).toMatchObject({ origin: null });
      for (const method of ['POST', 'OPTIONS'])
        expect(await allowed(open, { path, origin: OFFICE, method })).toEqual({ ...nobody, varies: false });
    },
  );
});

describe('every answer', () => {
  const paths: [string, RequestInit][] = [
    ['/', {}],
    ['/', { headers: { accept: 'text/html' } }],
    ['/healthz', {}],
    ['/nothing-here', {}],
    ['/graphql', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['/graphql', { method: 'POST', body: JSON.stringify({ query: KEPT }), headers: { 'content-type': 'application/json' } }],
    ['/admin/graphql', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
    ['/admin/pick-list?shipment=s1', {}],
    ['/webhooks/stripe', { method: 'POST', body: '{}' }],
  ];
  test.each(paths)('of %s %j keeps a browser from guessing, framing, telling, and running what is not ours', async (path, init) => {
    // asked twice: the second may be a kept one
    for (const _ of [1, 2]) {
      const { headers } = await open.send(path, init);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(/script-src ([^;]*)/.exec(policy)?.[1] ?? "'self'").toBe("'self'");
      expect(headers.get('strict-transport-security')).toBeNull();
      expect((await listed.send(path, init)).headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  });
});

describe('what another site can have a browser send without asking', () => {
  const mutation = 'mutation { cartCreate(input: {}) { cart { id } } }';
  const simple: [string, string, RequestInit, number][] = [
    [
      'a form',
      '/graphql',
      { method: 'POST', body: `query=${encodeURIComponent(mutation)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    [
      'a form with a file',
      '/graphql',
      { method: 'POST', body: '--x\r\n\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      415,
    ],
    [
      'plain text',
      '/graphql',
      { method: 'POST', body: JSON.stringify({ query: mutation }), headers: { 'content-type': 'text/plain' } },
      415,
    ],
    [
      'plain text that calls itself JSON',
      '/graphql',
      { method: 'POST', body: JSON.stringify({ query: mutation }), headers: { 'content-type': 'text/plain; application/json' } },
      415,
    ],
    ['a query by GET', `/graphql?query=${encodeURIComponent('{ cart(id: "c1") { id } }')}`, {}, 400],
    ['a mutation by GET', `/graphql?query=${encodeURIComponent(mutation)}`, {}, 400],
    [
      'a mutation by GET, allowed to be one',
      `/graphql?query=${encodeURIComponent(mutation)}`,
      { headers: { 'apollo-require-preflight': '1' } },
      405,
    ],
    [
      'a sign-in as plain text',
      '/admin/sign-in',
      { method: 'POST', body: '{"email":"a@b.c","password":"x"}', headers: { 'content-type': 'text/plain' } },
      400,
    ],
    [
      'a sign-in as a form',
      '/admin/sign-in',
      { method: 'POST', body: 'email=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
  ];
  test.each(simple)('%s is refused, and asks nobody', async (_, path, init, status) => {
    listed.stubs.asked.length = 0;
    const answer = await listed.send(path, init);
    expect([answer.status, listed.stubs.asked]).toEqual([status, []]);
  });
});
