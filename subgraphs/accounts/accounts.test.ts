import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, ROOT } from '../../kit/identity.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSigner, testSubgraph } from '../../schema/testing/subgraph.ts';
import { accessTokens } from './sign-in/access-token.ts';
import subgraph from './subgraph.ts';

let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
beforeAll(async () => {
  world = await testSubgraph(subgraph);
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
type Data = any;
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
const PASSWORD = 'correct horse battery';
const AUTH = '{ accessToken refreshToken expiresAt customer { id email name addresses { id } } userErrors { code path } }';
const ADDRESS = { name: 'Ada', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

const ask = async (query: string, variables: object = {}, identity: Partial<Identity> = {}): Promise<Data> => {
  const { data, errors } = await world.running.query({ query, variables: variables as never, identity: { ...guest, ...identity } });
  expect(errors).toBeUndefined();
  return data;
};
const newEmail = () => `ada-${uuidv7()}@example.com`;
const register = async (email = newEmail(), over: object = {}, address?: string): Promise<Data> =>
  (
    await ask(
      `mutation ($email: String!, $password: String!, $name: String) { customerRegister(email: $email, password: $password, name: $name) ${AUTH} }`,
      { email, password: PASSWORD, ...over },
      address ? { address } : {},
    )
  ).customerRegister;
const logIn = async (email: string, password = PASSWORD, address?: string): Promise<Data> =>
  (
    await ask(
      `mutation ($email: String!, $password: String!) { customerLogin(email: $email, password: $password) ${AUTH} }`,
      { email, password },
      address ? { address } : {},
    )
  ).customerLogin;
const refresh = async (refreshToken: string): Promise<Data> =>
  (await ask(`mutation ($t: String!) { customerTokenRefresh(refreshToken: $t) ${AUTH} }`, { t: refreshToken })).customerTokenRefresh;
const save = async (customerId: string | null, input: object): Promise<Data> =>
  (
    await ask(
      `mutation ($id: ID, $address: AddressInput!, $isDefault: Boolean) { customerAddressSave(id: $id, address: $address, isDefault: $isDefault) {
        address { id isDefault address { line1 } } userErrors { code path } } }`,
      { address: ADDRESS, ...input },
      { customerId },
    )
  ).customerAddressSave;
const codes = (payload: { userErrors: { code: string }[] }) => payload.userErrors.map(({ code }) => code);
const told = (customerId: string) =>
  world.sql<{ type: string; payload: Data }[]>`SELECT type, payload FROM outbox WHERE aggregate_id = ${customerId} ORDER BY id`;

describe('who registers', () => {
  test('is signed in, and it is told of them without any secret', async () => {
    const email = newEmail();
    const made = await register(` ${email.toUpperCase()} `, { name: 'Ada Byron' });
    expect(made).toMatchObject({ userErrors: [], customer: { email: email.toUpperCase(), name: 'Ada Byron', addresses: [] } });
    const { id } = made.customer;
    expect(await accessTokens(testSigner).read(made.accessToken)).toMatchObject({ customerId: id });
    const minutes = (Date.parse(made.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThan(16);
    const events = await told(id);
    expect(events.map(({ type }) => type)).toEqual(['accounts.CustomerRegistered', 'accounts.VerificationRequested']);
    expect(events[0]!.payload).toEqual({ customerId: id, email });
    const link = await world.ask.link({ linkId: events[1]!.payload.linkId });
    expect(link).toMatchObject({ purpose: 'VERIFY_EMAIL', name: 'Ada Byron' });
    const rows = await world.sql`SELECT to_jsonb(t) AS row FROM (
      SELECT to_jsonb(c) AS x FROM customers c UNION ALL SELECT to_jsonb(o) FROM outbox o UNION ALL SELECT to_jsonb(r) FROM refresh_tokens r
      UNION ALL SELECT to_jsonb(l) FROM links l UNION ALL SELECT to_jsonb(s) FROM sessions s) t`;
    const kept = JSON.stringify(rows);
    for (const secret of [PASSWORD, made.accessToken, made.refreshToken, (link as { token: string }).token])
      expect(kept).not.toContain(secret);
    expect(kept).toContain('$argon2id$');
  });

  test('in the same moment with the same e-mail is one customer', async () => {
    const email = newEmail();
    const all = await Promise.all([email, email.toUpperCase(), ` ${email}`].map((each) => register(each)));
    expect(all.flatMap(codes)).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN']);
    expect(all.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
  });

  test.each([
    ['no e-mail', { email: 'ada@example' }, ['INVALID_EMAIL']],
    ['a short password', { password: 'seven77' }, ['WEAK_PASSWORD']],
    ['one letter over and over', { password: 'aaaaaaaaaaaa' }, ['WEAK_PASSWORD']],
    ['the e-mail as password', { email: 'ada.lovelace@example.com', password: 'Ada.Lovelace' }, ['WEAK_PASSWORD']],
    ['a password without end', { password: 'xyz'.repeat(100) }, ['WEAK_PASSWORD']],
    ['a name without end', { name: 'x'.repeat(201) }, ['INVALID_NAME']],
    ['nothing right', { email: '', password: '' }, ['INVALID_EMAIL', 'WEAK_PASSWORD']],
  ])('with %s is refused', async (_, over, expected) => {
    const made = await register(undefined, over);
    expect([codes(made), made.accessToken, made.customer]).toEqual([expected, null, null]);
  });

  test('learns which e-mails are taken a few times an hour, and after that not that they are free either', async () => {
    const email = newEmail();
    await register(email);
    const address = '203.0.113.1';
    for (let i = 0; i < 20; i++) expect(codes(await register(email, {}, address))).toEqual(['EMAIL_TAKEN']);
    for (const each of [email, newEmail()]) expect(codes(await register(each, {}, address))).toEqual(['TOO_MANY_ATTEMPTS']);
    expect(codes(await register(newEmail(), {}, '203.0.113.2'))).toEqual([]);
  });
});

describe('who signs in', () => {
  test('gets tokens of a sign-in of their own, however they write their e-mail', async () => {
    const email = newEmail();
    const made = await register(email);
    const again = await logIn(` ${email.toUpperCase()}`);
    expect(again).toMatchObject({ userErrors: [], customer: { id: made.customer.id } });
    expect(again.refreshToken).not.toBe(made.refreshToken);
    expect(codes(await refresh(made.refreshToken))).toEqual([]);
  });

  test('with a wrong password or an unknown e-mail is told the same', async () => {
    const email = newEmail();
    await register(email);
    const answers = [await logIn(email, 'wrong password'), await logIn(newEmail()), await logIn('no e-mail'), await logIn('', '')];
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], userErrors: [{ code: 'INVALID_CREDENTIALS', path: null }] });
  });

  test('too often from one place is locked out there, known or not, even with the right password; elsewhere they get in', async () => {
    const email = newEmail();
    await register(email);
    const address = '203.0.113.3';
    for (const each of [email, newEmail()]) {
      const guesses = await Promise.all(Array.from({ length: 14 }, () => logIn(each, 'a wrong guess', address)));
      expect(guesses.flatMap(codes).sort()).toEqual([...Array(10).fill('INVALID_CREDENTIALS'), ...Array(4).fill('TOO_MANY_ATTEMPTS')]);
      expect(codes(await logIn(each, PASSWORD, address))).toEqual(['TOO_MANY_ATTEMPTS']);
    }
    expect(codes(await logIn(email, PASSWORD, '203.0.113.4'))).toEqual([]);
  });

  test('is counted again from nothing once the time is over, and once they have shown who they are', async () => {
    const email = newEmail();
    await register(email);
    for (let i = 0; i < 9; i++) await logIn(email, 'a wrong guess');
    expect(codes(await logIn(email))).toEqual([]);
    for (let i = 0; i < 10; i++) expect(codes(await logIn(email, 'a wrong guess'))).toEqual(['INVALID_CREDENTIALS']);
    expect(codes(await logIn(email))).toEqual(['TOO_MANY_ATTEMPTS']);
    await world.sql`UPDATE tries SET until = now()`;
    expect(codes(await logIn(email))).toEqual([]);
  });
});

describe('a refresh token', () => {
  /** As if so many seconds had passed since it was used. */
  const later = (customerId: string, seconds: number) => world.sql`
    UPDATE refresh_tokens t SET used_at = used_at - ${seconds} * interval '1 second' FROM sessions s WHERE s.id = t.session_id AND s.customer_id = ${customerId}`;

  test('is good once, and gives the next', async () => {
    const made = await register();
    let token = made.refreshToken;
    for (let i = 0; i < 3; i++) {
      const next = await refresh(token);
      expect(next).toMatchObject({ userErrors: [], customer: { id: made.customer.id } });
      expect(next.refreshToken).not.toBe(token);
      token = next.refreshToken;
    }
  });

  test('that comes again at once, its reply lost or from two windows, gives the same next one', async () => {
    const { refreshToken } = await register();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(codes(await refresh(answers[0].refreshToken))).toEqual([]);
  });

  test('that comes again later is a stolen one: its sign-in ends for the thief and for the owner, others go on', async () => {
    const email = newEmail();
    const { refreshToken, customer } = await register(email);
    const other = await logIn(email);
    const owners = await refresh(refreshToken);
    await later(customer.id, 31);
    expect(codes(await refresh(refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
    expect(codes(await refresh(owners.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
    expect(codes(await refresh(other.refreshToken))).toEqual([]);
  });

  test('that comes again after the next one was used is a stolen one, however soon', async () => {
    const { refreshToken } = await register();
    const second = await refresh(refreshToken);
    const third = await refresh(second.refreshToken);
    for (const token of [refreshToken, third.refreshToken]) expect(codes(await refresh(token))).toEqual(['INVALID_REFRESH_TOKEN']);
  });

  test.each(['', 'x', 'a'.repeat(43)])('%j is none', async (token) => {
    expect(codes(await refresh(token))).toEqual(['INVALID_REFRESH_TOKEN']);
  });

  test('holds for thirty days without use, and no sign-in holds longer than it was given', async () => {
    for (const end of ['UPDATE refresh_tokens SET expires_at = now()', 'UPDATE sessions SET expires_at = now()']) {
      const { refreshToken } = await register();
      await world.sql.unsafe(end);
      expect(codes(await refresh(refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
    }
  });
});

describe('addresses', () => {
  const of = async (customerId: string): Promise<Data> =>
    (await ask('{ me { addresses { id isDefault address { line1 } } } }', {}, { customerId })).me.addresses;

  test('the first is the default, and there is one at most, also when many are saved at once', async () => {
    const { id } = (await register()).customer;
    const saved = await Promise.all(
      Array.from({ length: 4 }, (_, i) => save(id, { address: { ...ADDRESS, line1: `Road ${i}` }, isDefault: true })),
    );
    expect(saved.flatMap(codes)).toEqual([]);
    const all = await of(id);
    expect([all.length, all.filter((one: Data) => one.isDefault).length]).toEqual([4, 1]);
    const other = await save((await register()).customer.id, {});
    expect(other.address.isDefault).toBe(true);
  });

  test('saved twice it is one; saved under its id it is changed', async () => {
    const { id } = (await register()).customer;
    const [first, again] = [await save(id, {}), await save(id, {})];
    expect(again.address).toEqual(first.address);
    const moved = await save(id, { id: first.address.id, address: { ...ADDRESS, line1: 'Elsewhere 1' } });
    expect(moved.address).toEqual({ id: first.address.id, isDefault: true, address: { line1: 'Elsewhere 1' } });
    expect(await of(id)).toEqual([moved.address]);
  });

  test('a wrong one is refused by its field', async () => {
    const { id } = (await register()).customer;
    expect(await save(id, { address: { ...ADDRESS, city: ' ' } })).toEqual({
      address: null,
      userErrors: [{ code: 'INVALID_ADDRESS', path: ['address', 'city'] }],
    });
  });

  test('somebody else’s can be neither read, changed, deleted nor bought with', async () => {
    const [ada, eve] = [(await register()).customer.id, (await register()).customer.id];
    const { id } = (await save(ada, {})).address;
    expect(codes(await save(eve, { id, address: { ...ADDRESS, line1: 'Eve’s' } }))).toEqual(['ADDRESS_NOT_FOUND']);
    const gone = await ask('mutation ($id: ID!) { customerAddressDelete(id: $id) { userErrors { code } } }', { id }, { customerId: eve });
    expect(codes(gone.customerAddressDelete)).toEqual(['ADDRESS_NOT_FOUND']);
    expect(await world.ask.address({ customerId: eve, addressId: id })).toMatchObject({ refused: [{ code: 'ADDRESS_NOT_FOUND' }] });
    expect(await world.ask.address({ customerId: ada, addressId: id })).toEqual({ address: ADDRESS });
    expect([(await of(ada)).length, (await of(eve)).length]).toEqual([1, 0]);
  });

  test('are deleted, and answer what was', async () => {
    const { id } = (await register()).customer;
    const saved = (await save(id, {})).address;
    const remove = () =>
      ask(
        'mutation ($id: ID!) { customerAddressDelete(id: $id) { address { id } userErrors { code } } }',
        { id: saved.id },
        { customerId: id },
      );
    expect((await remove()).customerAddressDelete).toEqual({ address: { id: saved.id }, userErrors: [] });
    expect(codes((await remove()).customerAddressDelete)).toEqual(['ADDRESS_NOT_FOUND']);
    expect(await of(id)).toEqual([]);
  });

  test('are nobody’s who is not signed in, or is gone', async () => {
    for (const nobody of [null, uuidv7()]) expect(codes(await save(nobody, {}))).toEqual(['UNAUTHENTICATED']);
  });
});

test('who somebody is can be read by themselves and by staff, through the root and by reference', async () => {
  const [ada, eve] = [(await register()).customer, (await register()).customer];
  const ENTITY = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { email } } }';
  const reference = { r: [{ __typename: 'Customer', id: ada.id }] };
  const by = async (identity: Partial<Identity>) => (await ask(ENTITY, reference, identity))._entities[0];
  expect(await by({ customerId: ada.id })).toEqual({ email: ada.email });
  expect(await by({ audience: 'admin', staff: ROOT })).toEqual({ email: ada.email });
  for (const other of [{ customerId: eve.id }, {}]) expect(await by(other)).toBeNull();
  expect((await ask('{ me { email } }', {}, { customerId: eve.id })).me).toEqual({ email: eve.email });
  for (const nobody of [null, uuidv7()]) expect((await ask('{ me { email } }', {}, { customerId: nobody })).me).toBeNull();
});

describe('the link of a mail', () => {
  /** The last link of this kind that was told of, as the mail would have it. */
  const linkOf = async (customerId: string, event: string): Promise<{ linkId: string; token: string; email: string }> => {
    const { linkId } = (await told(customerId)).filter(({ type }) => type === `accounts.${event}`).at(-1)!.payload;
    return { linkId, ...((await world.ask.link({ linkId })) as { token: string; email: string }) };
  };
  const verify = async (token: string): Promise<Data> =>
    (await ask('mutation ($t: String!) { customerEmailVerify(token: $t) { userErrors { code path } } }', { t: token })).customerEmailVerify;
  const requestReset = async (email: string): Promise<Data> =>
    (await ask('mutation ($e: String!) { customerPasswordResetRequest(email: $e) { userErrors { code } } }', { e: email }))
      .customerPasswordResetRequest;
  const reset = async (token: string, password: string): Promise<Data> =>
    (
      await ask('mutation ($t: String!, $p: String!) { customerPasswordReset(token: $t, password: $p) { userErrors { code } } }', {
        t: token,
        p: password,
      })
    ).customerPasswordReset;
  const verifiedOf = async (customerId: string) => (await told(customerId)).filter(({ type }) => type === 'accounts.EmailVerified');

  test('verifies an e-mail once, and is told once, by whoever opens it', async () => {
    const email = newEmail();
    const { id } = (await register(email)).customer;
    const { token, linkId } = await linkOf(id, 'VerificationRequested');
    expect(await verify(token)).toEqual({ userErrors: [] });
    expect(await verify(token)).toEqual({ userErrors: [{ code: 'LINK_EXPIRED', path: ['token'] }] });
    expect(await verifiedOf(id)).toEqual([{ type: 'accounts.EmailVerified', payload: { customerId: id, email } }]);
    expect(await world.ask.link({ linkId })).toMatchObject({ refused: [{ code: 'LINK_EXPIRED' }] });
  });

  test('is none when it is old, altered, of another kind, or a newer one was sent', async () => {
    const { customer } = await register();
    const old = await linkOf(customer.id, 'VerificationRequested');
    const request = () => ask('mutation { customerEmailVerificationRequest { userErrors { code } } }', {}, { customerId: customer.id });
    expect((await request()).customerEmailVerificationRequest).toEqual({ userErrors: [] });
    const { token, linkId } = await linkOf(customer.id, 'VerificationRequested');
    await requestReset(customer.email);
    const other = await linkOf(customer.id, 'PasswordResetRequested');
    const forged = `${linkId}.${other.token.split('.')[1]}`;
    for (const wrong of [old.token, other.token, forged, linkId, `${token}x`, ''])
      expect(codes(await verify(wrong))).toEqual(['LINK_EXPIRED']);
    await world.sql`UPDATE links SET expires_at = now() WHERE id = ${linkId}`;
    expect(codes(await verify(token))).toEqual(['LINK_EXPIRED']);
    expect(await verifiedOf(customer.id)).toEqual([]);
  });

  test('resets a password once; all sign-ins end, a lock-out too, and the e-mail is verified by it', async () => {
    const email = newEmail();
    const made = await register(email);
    for (let i = 0; i < 11; i++) await logIn(email, 'a wrong guess');
    expect(await requestReset(` ${email.toUpperCase()}`)).toEqual({ userErrors: [] });
    const { token } = await linkOf(made.customer.id, 'PasswordResetRequested');
    expect(codes(await reset(token, 'short'))).toEqual(['WEAK_PASSWORD']);
    expect(codes(await reset(token, 'another good password'))).toEqual([]);
    expect(codes(await reset(token, 'a third good password'))).toEqual(['LINK_EXPIRED']);
    expect(codes(await refresh(made.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
    expect(codes(await logIn(email))).toEqual(['INVALID_CREDENTIALS']);
    expect(codes(await logIn(email, 'another good password'))).toEqual([]);
    expect(await verifiedOf(made.customer.id)).toHaveLength(1);
  });

  test('is asked for by anybody; the answer says nothing of whether there is such a customer, not even when it was too often', async () => {
    const [known, unknown] = [newEmail(), newEmail()];
    await register(known);
    const answers = await Promise.all(
      [known, unknown].map(async (email) =>
        [...Array(6)].reduce(async (before) => [...(await before), await requestReset(email)], Promise.resolve([] as Data[])),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.map(codes)).toEqual([[], [], [], [], [], ['TOO_MANY_ATTEMPTS']]);
  });
});

test('who signs out has no more use of their refresh token, and others none of theirs', async () => {
  const email = newEmail();
  const [here, there] = [await register(email), await logIn(email)];
  for (const token of [here.refreshToken, here.refreshToken, 'none'])
    await ask('mutation ($t: String!) { customerLogout(refreshToken: $t) { userErrors { code } } }', { t: token });
  expect(codes(await refresh(here.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN']);
  expect(codes(await refresh(there.refreshToken))).toEqual([]);
});

test('what nobody can use any more is swept away, and nothing else', async () => {
  const [kept, gone] = [await register(), await register()];
  await world.sql`UPDATE sessions SET expires_at = now() WHERE customer_id = ${gone.customer.id}`;
  await world.sql`UPDATE links SET expires_at = now() WHERE customer_id = ${gone.customer.id}`;
  await world.sql`UPDATE tries SET until = now()`;
  const rows = async () =>
    (
      await world.sql`SELECT (SELECT count(*)::int FROM tries) AS tries, array(SELECT DISTINCT customer_id FROM sessions UNION SELECT customer_id FROM links) AS of`
    )[0]!;
  for (;;) if ((await world.ask.sweep({ limit: 2 })).removed === 0) break;
  const { tries, of } = await rows();
  expect([tries, of.includes(kept.customer.id), of.includes(gone.customer.id)]).toEqual([0, true, false]);
  expect(codes(await refresh(kept.refreshToken))).toEqual([]);
});
