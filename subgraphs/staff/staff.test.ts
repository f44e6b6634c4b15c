import { Overloaded } from '../../kit/overloaded.ts';
import { signIn } from './sign-in.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../kit/log.ts';
import { isRefused } from '../../kit/refusal.ts';
import { SCOPES } from '../../schema/vocabulary/scopes.ts';
import { ROLES, scopesOf } from './roles.ts';
import { as, type OpenStaff, openStaff, withScopes } from './testing/open-staff.ts';

let s: OpenStaff;
beforeAll(async () => {
  s = await openStaff();
});
afterAll(() => s?.close());

const refusal = (answer: object) => (isRefused(answer) ? answer.refused[0]!.code : null);
const refreshed = async (refreshToken: string) => {
  const tokens = await s.ask.refresh({ refreshToken });
  if (isRefused(tokens)) throw new Error(tokens.refused[0]!.code);
  return tokens;
};

describe('a key', () => {
  test('is shown once, kept as a hash, and known with its scopes until it is revoked', async () => {
    const { apiKey, secret } = await s.key(['orders:read', 'catalog:read']);
    expect(secret).toMatch(/^hf_[0-9a-f]{32}_[\w-]{43}$/);
    expect(await s.known(secret)).toEqual({ id: apiKey.id, kind: 'API_KEY', scopes: ['orders:read', 'catalog:read'] });
    expect(JSON.stringify(await s.sql`SELECT * FROM api_keys`)).not.toContain(secret.slice(-43));
    for (const wrong of [
      `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
      secret.slice(0, -1),
      'hf_',
      `hf_${'0'.repeat(32)}_${'A'.repeat(43)}`,
    ])
      expect(await s.known(wrong), wrong).toBeNull();
    const heard: string[] = [];
    const leave = s.purges.subscribe((tags) => void heard.push(...tags));
    const query = 'mutation($id:ID!){apiKeyRevoke(id:$id){apiKey{isActive} userErrors{code}}}';
    const { tags } = await s.running.query({ query, variables: { id: apiKey.id }, identity: withScopes('staff:write') });
    leave();
    expect(heard).toContain(`staff:${apiKey.id}`);
    expect(tags).toContain(`staff:${apiKey.id}`);
    expect(await s.known(secret)).toBeNull();
  });

  test('ends when it was to end', async () => {
    const { apiKey, secret } = await s.key(['orders:read'], '2999-01-01T00:00:00Z');
    expect(await s.known(secret)).not.toBeNull();
    await s.sql`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = ${apiKey.id}`;
    expect(await s.known(secret)).toBeNull();
  });

  test.each([
    [{ scopes: ['orders:read'] }, 'SCOPE_NOT_YOURS'],
    [{ scopes: ['*'] }, 'INVALID_SCOPE'],
    [{ scopes: ['everything'] }, 'INVALID_SCOPE'],
    [{ scopes: [] }, 'INVALID_SCOPE'],
    [{ name: ' ' }, 'INVALID_NAME'],
    [{ expiresAt: '2001-01-01T00:00:00Z' }, 'INVALID_EXPIRY'],
    [{}, null],
  ])('for %j is %s to who may only give staff:write', async (input, code) => {
    const given = { name: 'a key', scopes: ['staff:write'], ...input };
    const made = await s.change('apiKeyCreate', 'ApiKeyInput', given, 'secret', withScopes('staff:write'));
    expect([s.codes(made)[0] ?? null, made.secret === null]).toEqual([code, code !== null]);
  });
});

describe('a member of staff', () => {
  test('chooses a password by an invitation, once, and may do what the role may', async () => {
    const { invitationToken } = await s.invite('Support@Example.com', 'SUPPORT');
    const token = String(invitationToken);
    expect(refusal(await s.ask.acceptInvitation({ token, password: 'short' }))).toBe('INVALID_PASSWORD');
    const tokens = await s.ask.acceptInvitation({ token, password: s.PASSWORD });
    expect(await s.known((tokens as { accessToken: string }).accessToken)).toMatchObject({ kind: 'STAFF', scopes: scopesOf('SUPPORT') });
    expect(refusal(await s.ask.acceptInvitation({ token, password: s.PASSWORD }))).toBe('INVALID_INVITATION');
    expect(s.codes(await s.invite('support@example.com', 'SUPPORT'))).toEqual(['STAFF_EXISTS']);
  });

  test('a second invitation ends the first; one that has run out is none', async () => {
    const [first, second] = [await s.invite('slow@example.com', 'SUPPORT'), await s.invite('slow@example.com', 'SUPPORT')];
    const accept = async (invitation: object) =>
      refusal(
        await s.ask.acceptInvitation({ token: String((invitation as { invitationToken: string }).invitationToken), password: s.PASSWORD }),
      );
    expect(await accept(first)).toBe('INVALID_INVITATION');
    await s.sql`UPDATE members SET invited_until = now() - interval '1 second' WHERE email = 'slow@example.com'`;
    expect(await accept(second)).toBe('INVALID_INVITATION');
  });

  test('signs in, and is told the same whoever is not known, has no right password, or is locked out', async () => {
    const { id } = await s.member('ada@example.com', 'MANAGER');
    const enter = async (email: string, password = s.PASSWORD) => refusal(await s.ask.signIn({ email, password }));
    expect(await enter(' ADA@example.com')).toBeNull();
    expect(await enter('nobody@example.com')).toBe('INVALID_CREDENTIALS');
    const wrong = await Promise.all(Array.from({ length: 12 }, () => enter('ada@example.com', 'wrong password')));
    expect(new Set(wrong)).toEqual(new Set(['INVALID_CREDENTIALS']));
    expect(await enter('ada@example.com')).toBe('INVALID_CREDENTIALS');
    await s.sql`UPDATE members SET locked_until = now() - interval '1 second' WHERE id = ${id}`;
    expect(await enter('ada@example.com')).toBeNull();
    expect(await s.sql`SELECT failures, locked_until FROM members WHERE id = ${id}`).toEqual([{ failures: 0, locked_until: null }]);
  });

  test('is not locked out because too many sign in at once', async () => {
    const { id } = await s.member('busy@example.com', 'SUPPORT');
    const full = () => Promise.reject(new Overloaded('full'));
    const { byPassword } = signIn({
      sql: s.sql,
      passwords: { matches: full, hash: full },
      sessions: {} as never,
      log: createLog('silent'),
    });
    for (let i = 0; i < 12; i++) expect(refusal(await byPassword('busy@example.com', s.PASSWORD))).toBe('TRY_AGAIN');
    expect(await s.sql`SELECT failures, locked_until FROM members WHERE id = ${id}`).toEqual([{ failures: 0, locked_until: null }]);
    expect(refusal(await s.ask.signIn({ email: 'busy@example.com', password: s.PASSWORD }))).toBeNull();
  });

  test('once disabled has no way in, and what they have in hand holds no more', async () => {
    const { id, accessToken, refreshToken } = await s.member('gone@example.com', 'FULFILLMENT');
    expect(await s.known(accessToken)).toMatchObject({ id });
    expect(await s.save({ id, disabled: true })).toEqual([]);
    expect(await s.known(accessToken)).toBeNull();
    expect(refusal(await s.ask.refresh({ refreshToken }))).toBe('INVALID_REFRESH_TOKEN');
    expect(refusal(await s.ask.signIn({ email: 'gone@example.com', password: s.PASSWORD }))).toBe('INVALID_CREDENTIALS');
    expect(await s.save({ id, disabled: false })).toEqual([]);
    expect(await s.known(accessToken)).toBeNull();
    expect(refusal(await s.ask.signIn({ email: 'gone@example.com', password: s.PASSWORD }))).toBeNull();
  });
});

describe('a refresh token', () => {
  test('is good once; at once again it gives the same, later it ends the sign-in', async () => {
    const first = await s.member('eve@example.com', 'READ_ONLY');
    const second = await refreshed(first.refreshToken);
    expect((await refreshed(first.refreshToken)).refreshToken).toBe(second.refreshToken);
    const third = await refreshed(second.refreshToken);
    const heard: string[] = [];
    const leave = s.purges.subscribe((said) => void heard.push(...said));
    expect(refusal(await s.ask.refresh({ refreshToken: first.refreshToken }))).toBe('INVALID_REFRESH_TOKEN');
    leave();
    expect(heard).toEqual([`staff:${first.id}`]);
    expect(refusal(await s.ask.refresh({ refreshToken: third.refreshToken }))).toBe('INVALID_REFRESH_TOKEN');
    expect(await s.known(third.accessToken)).toBeNull();
  });

  test('is ended by signing out, and none that we have not signed is one', async () => {
    const { accessToken, refreshToken } = await s.member('out@example.com', 'READ_ONLY');
    const [session, seq, signature] = refreshToken.split('.');
    for (const forged of ['', 'a.b.c', `${session}.${Number(seq) + 1}.${signature}`])
      expect(refusal(await s.ask.refresh({ refreshToken: forged }))).toBe('INVALID_REFRESH_TOKEN');
    expect(await s.known(accessToken)).not.toBeNull();
    await s.ask.signOut({ refreshToken });
    expect(await s.known(accessToken)).toBeNull();
    expect(await s.known(`${accessToken.slice(0, -2)}AA`)).toBeNull();
  });
});

describe('nobody gives what they have not', () => {
  test('a role that may more is neither given nor taken by who may less', async () => {
    const owner = await s.member('first@example.com', 'OWNER');
    const lesser = withScopes('staff:write', ...scopesOf('SUPPORT'));
    expect(s.codes(await s.invite('new@example.com', 'OWNER', lesser))).toEqual(['SCOPE_NOT_YOURS']);
    expect(s.codes(await s.invite('new@example.com', 'SUPPORT', lesser))).toEqual([]);
    expect(await s.save({ id: owner.id, disabled: true }, lesser)).toEqual(['SCOPE_NOT_YOURS']);
    expect(await s.save({ id: owner.id, role: 'SUPPORT' }, lesser)).toEqual(['SCOPE_NOT_YOURS']);
  });

  test('the last owner stays; of two who disable each other at once one does', async () => {
    const [a, b] = await s.sql<{ id: string }[]>`SELECT id FROM members WHERE role = 'OWNER'`;
    expect(b).toBeUndefined();
    expect(await s.save({ id: a!.id, disabled: true })).toEqual(['LAST_OWNER']);
    expect(await s.save({ id: a!.id, role: 'MANAGER' })).toEqual(['LAST_OWNER']);
    const second = await s.member('second@example.com', 'OWNER');
    const by = (id: string) => as({ id, kind: 'STAFF', scopes: SCOPES });
    const both = await Promise.all([
      s.save({ id: second.id, disabled: true }, by(a!.id)),
      s.save({ id: a!.id, disabled: true }, by(second.id)),
    ]);
    expect(both.flat()).toEqual(['LAST_OWNER']);
  });
});

test('every role has scopes that there are, and the owner has all', () => {
  for (const role of ROLES) expect(scopesOf(role).filter((scope) => !SCOPES.includes(scope as never))).toEqual([]);
  expect(scopesOf('OWNER')).toEqual(SCOPES);
  expect(scopesOf('READ_ONLY').filter((scope) => !scope.endsWith(':read'))).toEqual([]);
});
