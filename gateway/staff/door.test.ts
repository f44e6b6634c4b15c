import { afterEach, describe, expect, test } from 'vitest';
import { createPurges } from '../../kit/purges.ts';
import { ADMIN_KEY, testGateway } from '../testing/gateway.ts';
import type { Identify } from './known-staff.ts';
import type { StaffSignIn } from './sign-in.ts';

const KEY = 'hf_a-key-that-staff-know';
const AUDIT = { query: '{ audit { invariants } }' };
let close = async () => {};
afterEach(() => close());

const nobodySignsIn = async () => ({ refused: { code: 'INVALID_CREDENTIALS', message: 'No.' } });
const SIGN_IN: StaffSignIn = {
  'sign-in': nobodySignsIn,
  refresh: nobodySignsIn,
  'sign-out': nobodySignsIn,
  'accept-invitation': nobodySignsIn,
};

/** A gateway, and the staff behind it as a test wants them: `asked` counts how often it was asked for somebody. */
async function open(about: { rateFactor?: number; signIn?: Partial<StaffSignIn> } = {}) {
  const purges = createPurges();
  const staff = { asked: 0, down: false, isActive: true, forMs: 60_000, meanwhile: () => {} };
  const identify: Identify = async (token) => {
    staff.asked += 1;
    if (staff.down) throw new Error('connect ECONNREFUSED');
    const known =
      token === KEY && staff.isActive
        ? { staff: { id: 'key-1', kind: 'API_KEY' as const, scopes: ['operations:read'] }, forMs: staff.forMs }
        : null;
    staff.meanwhile();
    return known;
  };
  const g = await testGateway({
    purges,
    staff: { identify, signIn: { ...SIGN_IN, ...about.signIn } },
    config: { shedding: { rateFactor: about.rateFactor ?? 1, trustedProxies: 1 } },
  });
  close = g.close;
  const ask = (token: string, headers: Record<string, string> = {}) =>
    g.post('/admin/graphql', AUDIT, { authorization: `Bearer ${token}`, ...headers });
  const status = async (token = KEY) => (await ask(token)).status;
  return { ...g, purges, staff, ask, status };
}

describe('the door of the admin API', () => {
  test('tells the subgraphs who asks, and asks once for many requests', async () => {
    const g = await open();
    expect(await Promise.all(Array.from({ length: 20 }, () => g.status()))).toEqual(Array(20).fill(200));
    expect(g.stubs.asked[0]?.identity).toMatchObject({
      audience: 'admin',
      staff: { id: 'key-1', kind: 'API_KEY', scopes: ['operations:read'] },
    });
    expect(g.staff.asked).toBe(1);
    await g.ask(ADMIN_KEY);
    expect(g.stubs.asked.at(-1)?.identity.staff).toEqual({ id: 'root', kind: 'API_KEY', scopes: ['*'] });
    await g.shop('{ product(slug: "shirt") { id } }');
    expect(g.stubs.asked.at(-1)?.identity.staff).toBeNull();
  });

  test('forgets a key as soon as something is said of it, and one that is none', async () => {
    const g = await open();
    expect(await g.status()).toBe(200);
    g.staff.isActive = false;
    g.purges.publish(['staff', 'staff:somebody-else', 'catalog:key-1']);
    expect(await g.status()).toBe(200);
    g.purges.publish(['staff:key-1']);
    expect(await g.status()).toBe(401);
    expect(await g.status()).toBe(401);
    expect(g.staff.asked).toBe(2);
    g.staff.isActive = true;
    g.purges.publish(['staff:key-1']);
    expect(await g.status()).toBe(200);
  });

  test('does not keep what was read before something was said', async () => {
    const g = await open();
    g.staff.meanwhile = () => g.purges.publish(['staff:key-1']);
    expect(await g.status()).toBe(200);
    g.staff.meanwhile = () => {};
    g.staff.isActive = false;
    expect(await g.status()).toBe(401);
  });

  test('knows nobody longer than they may be known', async () => {
    const g = await open();
    g.staff.forMs = 1;
    expect(await g.status()).toBe(200);
    g.staff.isActive = false;
    await expect.poll(() => g.status(), { timeout: 5_000 }).toBe(401);
  });

  test('lets in the root key alone while staff cannot be asked', async () => {
    const g = await open();
    g.staff.down = true;
    const answer = await g.ask(KEY);
    expect([answer.status, answer.errors?.[0]?.extensions.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'STAFF_UNAVAILABLE',
      '2',
    ]);
    expect(answer.text).not.toContain('ECONNREFUSED');
    expect(await g.status(ADMIN_KEY)).toBe(200);
    g.staff.down = false;
    expect(await g.status()).toBe(200);
  });

  test('counts by key, and what is none by address before anybody is asked; the root key by nothing', async () => {
    const g = await open({ rateFactor: 0.01 });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const burst = (token: string, n: number, address: string) =>
      Promise.all(Array.from({ length: n }, async () => (await g.ask(token, from(address))).status));
    expect((await burst(KEY, 8, '203.0.113.1')).filter((code) => code === 429).length).toBeGreaterThanOrEqual(2);
    const guesses = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => (await g.ask(`hf_a-guess-that-is-none-${i}`, from('203.0.113.2'))).status),
    );
    expect(new Set(guesses)).toEqual(new Set([401, 429]));
    expect(g.staff.asked).toBeLessThan(40);
    expect(await burst(ADMIN_KEY, 50, '203.0.113.1')).toEqual(Array(50).fill(200));
  });
});

describe('signing in', () => {
  const credentials = { email: 'ada@example.com', password: 'correct horse battery' };

  test('gives what staff give, is refused with 401, and is never kept', async () => {
    const g = await open({ signIn: { 'sign-in': async ({ email }) => ({ body: { accessToken: `of ${email}` } }) } });
    const answer = await g.post('/admin/sign-in', credentials);
    expect([answer.status, answer.headers.get('cache-control'), JSON.parse(answer.text)]).toEqual([
      200,
      'no-store',
      { accessToken: 'of ada@example.com' },
    ]);
    const refused = await g.post('/admin/refresh', { refreshToken: 'x' });
    expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([{}, { email: 'a@b.c' }, { ...credentials, email: 7 }, { ...credentials, password: 'x'.repeat(300) }, 'nonsense'])(
    'wants a form: not %j',
    async (body) => {
      const g = await open();
      expect((await g.post('/admin/sign-in', body)).status).toBe(400);
    },
  );

  test('is 503 without the reason while staff cannot be asked, and 429 for who tries too often', async () => {
    const g = await open({ signIn: { 'sign-in': () => Promise.reject(new Error('connect ECONNREFUSED')) } });
    const from = { 'x-forwarded-for': '203.0.113.3' };
    const answers = await Promise.all(Array.from({ length: 30 }, () => g.post('/admin/sign-in', credentials, from)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503, 429]));
    expect(answers.map(({ text }) => text).join()).not.toContain('ECONNREFUSED');
    expect((await g.post('/admin/sign-in', credentials, { 'x-forwarded-for': '203.0.113.4' })).status).toBe(503);
  });
});
