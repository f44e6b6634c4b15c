import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, testGateway } from '../testing/gateway.ts';

type Gateway = Awaited<ReturnType<typeof testGateway>>;
let own: Gateway;
let apollo: Gateway;
beforeAll(async () => {
  [own, apollo] = await Promise.all([testGateway({ config: { executor: 'compiled' } }), testGateway({ config: { executor: 'apollo' } })]);
});
afterAll(() => Promise.all([own.close(), apollo.close()]));
beforeEach(() => {
  for (const { stubs } of [own, apollo]) {
    stubs.before = {};
    stubs.asked.length = 0;
  }
});

const json = { 'content-type': 'application/json' };
const PAGE = '{ product(slug: "shirt") { title inStock variants { sku availability { status } } } }';
const BY_SLUG = 'query A($slug: String = "shirt", $no: Boolean!) { product(slug: $slug) { title @skip(if: $no) } } query B { __typename }';
const CREATE = 'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }';
const get = (search: string, headers: Record<string, string> = json) => ({ method: 'GET', search, headers });
const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  search: '',
  headers: { ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const q = encodeURIComponent;

const REQUESTS: [string, { method: string; search: string; headers: Record<string, string>; body?: string }][] = [
  ['a page', post({ query: PAGE })],
  ['the same once more', post({ query: PAGE })],
  ['variables that are null', post({ query: PAGE, variables: null, operationName: null, extensions: null })],
  ['variables that are a list', post({ query: PAGE, variables: [] })],
  ['variables that are text', post({ query: PAGE, variables: '{}' })],
  ['extensions of a client', post({ query: PAGE, extensions: { clientLibrary: { name: 'x' } } })],
  ['extensions that are a list', post({ query: PAGE, extensions: [] })],
  ['a persisted query', post({ query: PAGE, extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } })],
  ['an operation by name', post({ query: BY_SLUG, operationName: 'A', variables: { no: false } })],
  ['no name where there are two', post({ query: BY_SLUG })],
  ['a name that there is not', post({ query: BY_SLUG, operationName: 'C' })],
  ['a name that is empty', post({ query: PAGE, operationName: '' })],
  ['a name that is a number', post({ query: PAGE, operationName: 1 })],
  ['a variable that is missing', post({ query: BY_SLUG, operationName: 'A' })],
  ['a variable of another type', post({ query: BY_SLUG, operationName: 'A', variables: { no: 'no' } })],
  ['variables of no use', post({ query: PAGE, variables: { x: 1, __typename: 2 } })],
  ['a malformed scalar', post({ query: CREATE, variables: { input: { currencyCode: 'eur' } } })],
  ['a mutation', post({ query: CREATE, variables: { input: {} } })],
  ['a mutation by GET', get(`?query=${q('mutation { cartCreate(input: {}) { cart { id } } }')}`)],
  ['a page by GET', get(`?query=${q(PAGE)}`)],
  ['variables by GET', get(`?query=${q(BY_SLUG)}&operationName=A&variables=${q('{"no":true}')}`)],
  ['variables by GET that are no object', get(`?query=${q(PAGE)}&variables=1`)],
  ['variables by GET that are no JSON', get(`?query=${q(PAGE)}&variables={`)],
  ['empty variables by GET', get(`?query=${q(PAGE)}&variables=`)],
  ['an empty name by GET', get(`?query=${q(PAGE)}&operationName=`)],
  ['two queries by GET', get(`?query=${q(PAGE)}&query=${q(PAGE)}`)],
  ['no query by GET', get('?operationName=A')],
  ['GET as another site can', get(`?query=${q(PAGE)}`, {})],
  ['GET as no other site can', get(`?query=${q(PAGE)}`, { 'apollo-require-preflight': '1' })],
  ['GET with an empty header', get(`?query=${q(PAGE)}`, { 'apollo-require-preflight': '' })],
  ['GET with a name', get(`?query=${q(PAGE)}`, { 'x-apollo-operation-name': 'A' })],
  ['GET with a type of another kind', get(`?query=${q(PAGE)}`, { 'content-type': 'text/plain' })],
  ['GET with a type that is JSON of a kind', get(`?query=${q(PAGE)}`, { 'content-type': 'application/json; charset=utf-8' })],
  ['the new type of answers', post({ query: PAGE }, { accept: 'application/graphql-response+json' })],
  ['either type', post({ query: PAGE }, { accept: 'application/graphql-response+json, application/json;q=0.9' })],
  ['either type, the other first', post({ query: PAGE }, { accept: 'application/json, application/graphql-response+json' })],
  ['any type', post({ query: PAGE }, { accept: '*/*' })],
  ['any type of application', post({ query: PAGE }, { accept: 'text/html, application/*;q=0.1' })],
  ['no type that there is', post({ query: PAGE }, { accept: 'text/csv' })],
  ['a page and the schema', post({ query: '{ product(slug: "a") { title } __schema { queryType { name } } }' })],
  ['a type of the schema', post({ query: '{ __type(name: "Product") { name kind } }' })],
  ['no field at all', post({ query: '{ __typename product(slug: "a") @skip(if: true) { title } }' })],
  ['an alias that objects inherit', post({ query: '{ constructor: product(slug: "a") { toString: title } }' })],
  ['an alias that objects are made by', post({ query: '{ __proto__: product(slug: "a") { __proto__: title } }' })],
  ['a syntax error', post({ query: '{ product(' })],
  ['an unknown field', post({ query: '{ nope }' })],
  ['an unknown field, once more', post({ query: '{ nope }' })],
  ['a query that is a number', post({ query: 1 })],
  ['a list', post([{ query: PAGE }])],
  ['nothing', post({})],
];

const FAULT = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const shown = ({ status, headers, text }: Answer) => ({ status, type: headers.get('content-type'), text: text.replaceAll(FAULT, 'id') });

test.each(REQUESTS)('%s: is answered alike by both executors, byte for byte', async (_, { search, ...init }) => {
  const answers = await Promise.all([own, apollo].map(({ send }) => send(`/graphql${search}`, init)));
  expect(shown(answers[0]!)).toEqual(shown(answers[1]!));
  expect(own.stubs.asked.map(({ name, query, variables }) => ({ name, query, variables }))).toEqual(
    apollo.stubs.asked.map(({ name, query, variables }) => ({ name, query, variables })),
  );
});

describe('where @apollo/gateway leaves the specification', () => {
  const LIST = '{ products { nodes { id inStock } } }';
  const search = (nodes: unknown[]) => async () => ({ data: { products: { nodes } } });

  test('an entity that stands in several places is asked for once, and its error stands at each', async () => {
    own.stubs.before.search = search(['p1', 'p2', 'p1'].map((id) => ({ __typename: 'Product', id })));
    own.stubs.before.inventory = async () => ({
      data: { _entities: [{ inStock: null }, { inStock: true }] },
      errors: [{ message: 'no', path: ['_entities', 0, 'inStock'], extensions: { code: 'NO' } }],
    });
    const answer = await own.shop(LIST);
    expect(own.stubs.asked.find(({ name }) => name === 'inventory')?.variables?.representations).toHaveLength(2);
    expect(answer.data).toEqual({
      products: {
        nodes: [
          { id: 'p1', inStock: null },
          { id: 'p2', inStock: true },
          { id: 'p1', inStock: null },
        ],
      },
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ['products', 'nodes', 0, 'inStock'],
      ['products', 'nodes', 2, 'inStock'],
    ]);
  });

  test('an error names the item of the list that it is about, whichever items were not asked for', async () => {
    own.stubs.before.search = search([{ id: 'p0' }, { __typename: 'Product', id: 'p1' }]);
    own.stubs.before.inventory = async () => ({
      data: { _entities: [null] },
      errors: [{ message: 'no', path: ['_entities', 0], extensions: { code: 'NO' } }],
    });
    expect((await own.shop(LIST)).errors).toEqual([{ message: 'no', path: ['products', 'nodes', 1], extensions: { code: 'NO' } }]);
  });

  test('an error of all entities of a list stands at the list', async () => {
    own.stubs.before.inventory = async () => ({ data: null, errors: [{ message: 'no', path: ['_entities'], extensions: { code: 'NO' } }] });
    expect((await own.shop(LIST)).errors).toEqual([{ message: 'no', path: ['products', 'nodes'], extensions: { code: 'NO' } }]);
  });

  test.each([
    ['a list that is none', { categories: 'x' }, ['categories']],
    ['an object that is none', { categories: ['x'] }, ['categories', 0]],
    ['a name of no type', { categories: [{ __typename: 'Nope', id: 'c1' }] }, ['categories', 0]],
  ])('%s is a null with an error at its place', async (_, data, path) => {
    own.stubs.before.catalog = async () => ({ data });
    const answer = await own.shop('{ categories { id } }');
    expect(answer).toMatchObject({ status: 200, data: null, errors: [{ path, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(own.lines.some(({ fault }) => fault === answer.errors![0]!.extensions.fault)).toBe(true);
  });
});

test('an answer about other entities than were asked for is a fault of ours, logged and masked', async () => {
  own.stubs.before.inventory = async () => ({ data: { _entities: [] } });
  const answer = await own.shop('{ product(slug: "shirt") { title inStock } }');
  const { message, extensions } = answer.errors![0]!;
  expect(answer.data).toEqual({ product: { title: 'Shirt', inStock: null } });
  expect(message).toBe(`Something went wrong on our side (${extensions.fault}).`);
  expect(own.lines.find(({ fault }) => fault === extensions.fault)).toMatchObject({ trace_id: answer.headers.get('x-trace-id') });
});

test.each([['compiled'], ['apollo']] as const)('warnings of subgraphs reach the client with the executor %s', async (executor) => {
  const gateway = executor === 'compiled' ? own : apollo;
  gateway.stubs.before.search = async () => ({ data: { products: { totalCount: 1 } }, warnings: ['SEARCH_DEGRADED'] });
  const { text } = await gateway.shop('{ products { totalCount } }');
  expect(JSON.parse(text)).toEqual({
    data: { products: { totalCount: 1 } },
    extensions: { warnings: [{ code: 'SEARCH_DEGRADED', message: expect.any(String) }] },
  });
});
