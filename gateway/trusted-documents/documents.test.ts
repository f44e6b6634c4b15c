import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SharedCache } from '../../kit/shared-cache.ts';
import { ADMIN_KEY, type Answer, testGateway } from '../testing/gateway.ts';
import { hashOf } from './manifest.ts';
import { createRegistered } from './registered.ts';

const TRUSTED = 'query Categories($id: ID) { category(id: $id) { name } }';
const TRUSTED_MUTATION = 'mutation Create { cartCreate(input: {}) { cart { id } } }';
const OTHER = 'query Other($id: ID) { category(id: $id) { name slug } }';
const PRIVATE = 'query Cart { cart(id: "c1") { id } }';
const documents = new Map([TRUSTED, TRUSTED_MUTATION, PRIVATE].map((text) => [hashOf(text), text]));

let any: Awaited<ReturnType<typeof testGateway>>;
let only: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  const config = { responseCacheBytes: 1e7 };
  [any, only] = await Promise.all([
    testGateway({ config: { ...config, trustedDocuments: { documents, only: false } } }),
    testGateway({ config: { ...config, trustedDocuments: { documents, only: true } } }),
  ]);
  for (const { stubs } of [any, only]) stubs.before.catalog = async () => ({ data: { category: { name: 'Tops', slug: 'tops' } } });
});
afterAll(async () => void (await Promise.all([any.close(), only.close()])));
beforeEach(() => {
  for (const { stubs } of [any, only]) stubs.asked.length = 0;
});

const told = ({ status, data, errors }: Answer) => [status, errors?.[0]?.extensions.code ?? (data && Object.keys(data)[0])];
const search = (members: Record<string, unknown>) =>
  `/graphql?${Object.entries(members)
    .map(([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('&')}`;
const apq = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });
/** Variables that no test has asked with. */
let drawn = 0;
const variables = () => ({ id: String(drawn++) });

describe('a trusted document', () => {
  const forms: [string, () => Promise<Answer>][] = [
    ['GET id', () => any.send(search({ id: hashOf(TRUSTED), variables: variables() }))],
    ['GET documentId', () => any.send(search({ documentId: `sha256:${hashOf(TRUSTED)}`, variables: variables() }))],
    ['GET extensions', () => any.send(search({ extensions: apq(TRUSTED), variables: variables(), operationName: 'Categories' }))],
    ['POST documentId', () => any.post('/graphql', { documentId: hashOf(TRUSTED), variables: variables() })],
    ['POST id', () => any.post('/graphql', { id: hashOf(TRUSTED), variables: variables() })],
    ['POST extensions', () => any.post('/graphql', { extensions: apq(TRUSTED), variables: variables(), operationName: 'Categories' })],
    ['POST extensions with its text', () => any.post('/graphql', { extensions: apq(TRUSTED), query: TRUSTED, variables: variables() })],
  ];
  test.each(forms)('%s is answered, without a word of its text', async (_, ask) => {
    expect(told(await ask())).toEqual([200, 'category']);
    expect(any.stubs.asked).toHaveLength(1);
  });

  test('by a plain GET, as a browser or a CDN sends it, is kept; and 304 for who has it', async () => {
    const path = search({ id: hashOf(TRUSTED), variables: variables() });
    const first = await any.send(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    const second = await any.send(path);
    const etag = second.headers.get('etag')!;
    const third = await any.send(path, { headers: { 'if-none-match': etag } });
    expect([first.status, second.status, third.status, third.text]).toEqual([200, 200, 304, '']);
    expect([second.text, first.headers.get('etag')]).toEqual([first.text, etag]);
    expect(any.stubs.asked).toHaveLength(1);
  });

  test('that reads what is private is answered anew each time; one that changes something, by POST alone', async () => {
    for (let i = 0; i < 2; i++) expect(told(await any.send(search({ id: hashOf(PRIVATE) })))).toEqual([200, 'cart']);
    expect(any.stubs.asked).toHaveLength(2);
    expect(told(await any.send(search({ id: hashOf(TRUSTED_MUTATION) })))).toEqual([405, 'BAD_REQUEST']);
    expect(told(await any.post('/graphql', { documentId: hashOf(TRUSTED_MUTATION) }))).toEqual([200, 'cartCreate']);
  });

  test('is not known at the admin API', async () => {
    const answer = await any.post('/admin/graphql', { documentId: hashOf(TRUSTED) }, { authorization: `Bearer ${ADMIN_KEY}` });
    expect(answer.status).toBe(400);
  });
});

describe('what is not named as it should be', () => {
  const unknown = '0'.repeat(64);
  test.each<[string, () => Promise<Answer>, number, string]>([
    ['an id that nobody knows', () => any.send(search({ id: unknown })), 404, 'PERSISTED_QUERY_NOT_FOUND'],
    ['one that is no hash', () => any.post('/graphql', { documentId: 'ProductPage' }), 400, 'BAD_REQUEST'],
    ['one that is no text', () => any.post('/graphql', { documentId: 7 }), 400, 'BAD_REQUEST'],
    ['two names', () => any.post('/graphql', { documentId: hashOf(TRUSTED), extensions: apq(TRUSTED) }), 400, 'BAD_REQUEST'],
    ['a text that is another', () => any.post('/graphql', { extensions: apq(TRUSTED), query: OTHER }), 400, 'BAD_REQUEST'],
    [
      'another version of the protocol',
      () => any.post('/graphql', { extensions: { persistedQuery: { version: 2, sha256Hash: unknown } } }),
      400,
      'BAD_REQUEST',
    ],
    ['no hash', () => any.post('/graphql', { extensions: { persistedQuery: { version: 1 } } }), 400, 'BAD_REQUEST'],
    ['broken extensions', () => any.send('/graphql?extensions={'), 400, 'BAD_REQUEST'],
  ])('%s', async (_, ask, status, code) => {
    expect(told(await ask())).toEqual([status, code]);
    expect(any.stubs.asked).toEqual([]);
  });
});

describe('automatic persisted queries', () => {
  const text = `${OTHER} # ${Math.random()}`;
  const headers = { 'apollo-require-preflight': '1' };
  const byPost = (members: object) => any.post('/graphql', { extensions: apq(text), ...members });

  test('one that is not known is asked for; sent in full it is answered, and known from then on, by POST and GET', async () => {
    const missing = await byPost({ variables: variables() });
    expect(told(missing)).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(missing.errors?.[0]?.message).toBe('PersistedQueryNotFound');
    expect(told(await byPost({ query: text, variables: variables() }))).toEqual([200, 'category']);
    expect(told(await byPost({ variables: variables() }))).toEqual([200, 'category']);
    const path = search({ extensions: apq(text), variables: variables() });
    expect(told(await any.send(path, { headers }))).toEqual([200, 'category']);
    expect(told(await any.send(path))).toEqual([400, 'BAD_REQUEST']);
  });

  test('one that is no document is not remembered', async () => {
    const broken = '{ nope }';
    expect((await any.post('/graphql', { query: broken, extensions: apq(broken) })).status).toBe(400);
    expect(told(await any.post('/graphql', { extensions: apq(broken) }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  test('those of other processes are found where they are kept together', async () => {
    const kept = new Map<string, Buffer>();
    const shared: SharedCache = {
      look: async (key) => {
        const value = kept.get(key);
        return { mark: '1', found: value ? { value, leftMs: 1, tags: [] } : null };
      },
      lookAll: async () => null,
      store: (key, value) => void kept.set(key, value),
    };
    createRegistered(shared).set(hashOf(OTHER), OTHER);
    await expect.poll(() => kept.size).toBe(1);
    expect(await createRegistered(shared).get(hashOf(OTHER))).toBe(OTHER);
    expect(await createRegistered(null).get(hashOf(OTHER))).toBeUndefined();
  });
});

describe('where only trusted documents are answered', () => {
  test.each<[string, () => Promise<Answer>]>([
    ['another document', () => only.shop(OTHER)],
    ['introspection', () => only.shop('{ __schema { types { name } } }')],
    ['another by GET', () => only.send(search({ query: OTHER }), { headers: { 'apollo-require-preflight': '1' } })],
    ['one that is registered as it comes', () => only.post('/graphql', { query: OTHER, extensions: apq(OTHER) })],
    ['none', () => only.post('/graphql', {})],
    ['a batch', () => only.post('/graphql', [{ query: OTHER }])],
    ['a text that is none', () => only.post('/graphql', { query: { kind: 'Document' } })],
    [
      'a trusted one beside another',
      () => only.send(`${search({ query: TRUSTED })}&query=${encodeURIComponent(OTHER)}`, { headers: { 'apollo-require-preflight': '1' } }),
    ],
  ])('%s is refused, and asks nobody', async (_, ask) => {
    expect(told(await ask())).toEqual([403, 'PERSISTED_QUERY_ONLY']);
    expect(only.stubs.asked).toEqual([]);
  });

  test('an unknown hash stays unknown', async () => {
    expect(told(await only.post('/graphql', { extensions: apq(OTHER) }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  test('a trusted one is answered by its hash and by its text, and the admin API answers as ever', async () => {
    expect(told(await only.send(search({ id: hashOf(TRUSTED), variables: variables() })))).toEqual([200, 'category']);
    expect(told(await only.shop(TRUSTED, variables()))).toEqual([200, 'category']);
    expect(told(await only.admin('{ audit { invariants } }'))).toEqual([200, 'audit']);
  });
});
