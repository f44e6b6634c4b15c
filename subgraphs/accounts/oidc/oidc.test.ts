import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Identity } from '../../../kit/identity.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { testSubgraph } from '../../../schema/testing/subgraph.ts';
import subgraph from '../subgraph.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
type Data = any;
const CLIENT = 'the-shop';
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };

/** An issuer of OpenID Connect, as far as a shop sees it: discovery, keys, and tokens signed by them. */
async function openIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256' }] };
  const state = { isAway: false };
  const server: Server = createServer((request, response) => {
    if (state.isAway) return void response.writeHead(503).end();
    const known: Record<string, object> = { '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` }, '/keys': jwks };
    const found = known[request.url!];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = Math.floor(Date.now() / 1000);
  const token = (claims: JWTPayload = {}) =>
    new SignJWT({ iss: url, aud: CLIENT, sub: uuidv7(), iat: now, exp: now + 300, jti: uuidv7(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'first' })
      .sign(privateKey);
  return { url, state, token, now, close: () => new Promise((resolve) => server.close(resolve)) };
}

let issuer: Awaited<ReturnType<typeof openIssuer>>;
let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
const adopted: unknown[] = [];
beforeAll(async () => {
  issuer = await openIssuer();
  const adopt = async (input: never) => {
    adopted.push(input);
    return input;
  };

  world = await testSubgraph(subgraph, { config: { oidc: { issuer: issuer.url, clientId: CLIENT } }, peers: { cart: { adopt } } });
});
afterAll(async () => {
  await world.close();
  await issuer.close();
});
beforeEach(() => {
  issuer.state.isAway = false;
});

const ask = async (query: string, variables: object, identity: Partial<Identity> = {}): Promise<Data> => {
  const { data, errors } = await world.running.query({ query, variables: variables as never, identity: { ...guest, ...identity } });
  expect(errors).toBeUndefined();
  return data;
};
const RESULT = '{ accessToken refreshToken customer { id email name } userErrors { code } }';
const signIn = async (idToken: string, cartId: string | null = null): Promise<Data> =>
  (await ask(`mutation ($t: String!, $c: ID) { customerLoginWithIdToken(idToken: $t, cartId: $c) ${RESULT} }`, { t: idToken, c: cartId }))
    .customerLoginWithIdToken;
const register = async (email: string): Promise<Data> =>
  (await ask(`mutation ($e: String!) { customerRegister(email: $e, password: "correct horse") ${RESULT} }`, { e: email })).customerRegister
    .customer;
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);
const newEmail = () => `ada-${uuidv7()}@example.com`;
const verify = (email: string) => world.sql`UPDATE customers SET email_verified_at = now() WHERE email_key = ${email}`;

describe('who comes from an outside issuer', () => {
  test('has an account from the first time on, by issuer and subject, whatever becomes of their e-mail', async () => {
    const [sub, email, cartId] = [uuidv7(), newEmail(), uuidv7()];
    const first = await signIn(await issuer.token({ sub, email, email_verified: true, name: 'Ada' }), cartId);
    expect(first).toMatchObject({ userErrors: [], customer: { email, name: 'Ada' } });
    const again = await signIn(await issuer.token({ sub, email: newEmail() }));
    expect(again.customer).toEqual(first.customer);
    expect(adopted).toEqual([{ cartId, customerId: first.customer.id }]);
    const told = await world.sql`SELECT type FROM outbox WHERE aggregate_id = ${first.customer.id} ORDER BY id`;
    expect(told.map(({ type }) => type)).toEqual(['accounts.CustomerRegistered', 'accounts.EmailVerified']);
  });

  test('is one customer, however many times they come at once', async () => {
    const claims = { sub: uuidv7(), email: newEmail(), email_verified: true };
    const tokens = await Promise.all(Array.from({ length: 5 }, () => issuer.token(claims)));
    const answers = await Promise.all(tokens.map((token) => signIn(token)));
    expect(answers.flatMap(codes)).toEqual([]);
    expect(new Set(answers.map(({ customer }) => customer.id)).size).toBe(1);
  });

  test.each([
    ['when both sides have verified it', true, true, []],
    ['not when the issuer has not', true, false, ['EMAIL_TAKEN']],
    ['not when we have not: whoever registered it first may not be its owner', false, true, ['EMAIL_TAKEN']],
    ['not when nobody has', false, false, ['EMAIL_TAKEN']],
  ])('is linked to an account of that e-mail %s', async (_, here, there, expected) => {
    const email = newEmail();
    const { id } = await register(email);
    if (here) await verify(email);
    const answer = await signIn(await issuer.token({ email: email.toUpperCase(), email_verified: there }));
    expect([codes(answer), answer.customer?.id ?? null]).toEqual([expected, expected.length === 0 ? id : null]);
  });

  test('with an e-mail that the issuer does not vouch for has an account with one to be verified', async () => {
    const { customer } = await signIn(await issuer.token({ email: newEmail() }));
    const [row] = await world.sql`SELECT email_verified_at AS at FROM customers WHERE id = ${customer.id}`;
    expect(row!.at).toBeNull();
  });

  test('without an e-mail is asked for one', async () => {
    expect(codes(await signIn(await issuer.token()))).toEqual(['EMAIL_REQUIRED']);
  });
});

describe('an ID token', () => {
  const of = (claims: JWTPayload) => issuer.token({ email: newEmail(), ...claims });

  test('counts once, also when it comes twice at once', async () => {
    const token = await of({});
    const answers = await Promise.all([signIn(token), signIn(token)]);
    expect(answers.flatMap(codes)).toEqual(['INVALID_ID_TOKEN']);
  });

  test.each<[string, () => Promise<string>]>([
    ['made for another client', () => of({ aud: 'another-shop' })],
    ['made for several, and not said for whom', () => of({ aud: [CLIENT, 'another-shop'] })],
    ['made for another of several', () => of({ aud: [CLIENT, 'another-shop'], azp: 'another-shop' })],
    ['of another issuer', () => of({ iss: 'https://elsewhere.example.com' })],
    ['that has run out', () => of({ exp: issuer.now - 120 })],
    ['of long ago', () => of({ iat: issuer.now - 3_600, exp: issuer.now + 300 })],
    ['without a time', async () => new SignJWT({ sub: 'a' }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))],
    ['that nobody has signed', async () => `${(await of({})).split('.').slice(0, 2).join('.')}.`],
    [
      'signed by nobody, and says so',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await of({})).split('.')[1]}.`,
    ],
    ['that was altered', async () => (await of({})).replace(/\.[^.]+\./, (part) => `${part.slice(0, -6)}AAAA.`)],
    ['that is none', async () => 'x'],
  ])('%s does not hold', async (_, make) => {
    expect(codes(await signIn(await make()))).toEqual(['INVALID_ID_TOKEN']);
  });

  test('made for several and for us holds', async () => {
    expect(codes(await signIn(await of({ aud: [CLIENT, 'another-shop'], azp: CLIENT })))).toEqual([]);
  });
});

test('whoever has signed in elsewhere confirms by that, once, and with nobody else’s', async () => {
  const [sub, email] = [uuidv7(), newEmail()];
  const { id } = (await signIn(await issuer.token({ sub, email }))).customer;
  const erase = async (proof: object): Promise<Data> =>
    (
      await ask('mutation ($p: String, $t: String) { customerErase(password: $p, idToken: $t) { userErrors { code } } }', proof, {
        customerId: id,
      })
    ).customerErase;
  const theirs = await issuer.token({ sub });
  await signIn(theirs);
  expect(codes(await erase({}))).toEqual(['CONFIRMATION_REQUIRED']);
  expect(codes(await erase({ p: 'no password at all' }))).toEqual(['INVALID_CREDENTIALS']);
  for (const t of [theirs, await issuer.token({})]) expect(codes(await erase({ t }))).toEqual(['INVALID_CREDENTIALS']);
  expect(codes(await erase({ t: await issuer.token({ sub }) }))).toEqual([]);
});

test('an issuer that cannot be asked is no reason to say that a token is wrong', async () => {
  const other = await openIssuer();
  const asking = await testSubgraph(subgraph, { config: { oidc: { issuer: other.url, clientId: CLIENT } } });
  const by = async (idToken: string) => {
    const query = `mutation ($t: String!) { customerLoginWithIdToken(idToken: $t) ${RESULT} }`;
    const { data } = await asking.running.query({ query, variables: { t: idToken }, identity: guest });
    return codes((data as Data).customerLoginWithIdToken);
  };
  other.state.isAway = true;
  const token = await other.token({ email: newEmail() });
  expect(await by(token)).toEqual(['ISSUER_UNAVAILABLE']);
  other.state.isAway = false;
  expect(await by(token)).toEqual([]);
  await asking.close();
  await other.close();
});

test('a shop without an issuer takes nobody’s token', async () => {
  const alone = await testSubgraph(subgraph);
  const query = `mutation ($t: String!) { customerLoginWithIdToken(idToken: $t) ${RESULT} }`;
  const { data } = await alone.running.query({ query, variables: { t: await issuer.token() }, identity: guest });
  expect(codes((data as Data).customerLoginWithIdToken)).toEqual(['OIDC_NOT_CONFIGURED']);
  await alone.close();
});
