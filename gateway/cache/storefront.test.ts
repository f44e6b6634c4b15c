import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPurges, type Purges } from '../../kit/purges.ts';
import { figure } from '../../kit/testing/figure.ts';
import { type Answer, testGateway } from '../testing/gateway.ts';

const PRODUCT = 'query ($slug: String!) { product(slug: $slug) { id title } }';
const LIST = '{ products { nodes { id title } } }';
const STOCK = '{ product(slug: "shirt") { variants { availability { status maxOrderQuantity } } } }';
const CART = '{ cart(id: "c1") { updatedAt } }';
const ORDER = '{ order(id: "o1") { status } }';
const SAVE = 'mutation { productSave(input: { externalId: "e", title: "T", variants: [] }) { userErrors { code } } }';
const ADD = 'mutation { cartLinesAdd(cartId: "c1", lines: []) { userErrors { code } } }';

let g: Awaited<ReturnType<typeof testGateway>>;
let purges: Purges;
let hears = true;
/** What catalog says now, and what its answer shows. */
let title = '';
let said: object = {};
beforeAll(async () => {
  purges = { ...createPurges(), hears: () => hears };
  g = await testGateway({
    config: { responseCacheBytes: 1e7, locales: ['en', 'de'] },
    purges,
    readToken: async (token) => (['ada', 'bob'].includes(token) ? { customerId: token, until: Date.now() + 60_000 } : null),
  });
});
afterAll(() => g.close());
beforeEach(() => {
  purges.publish(['all of it']);
  g.stubs.asked.length = 0;
  title = 'first';
  said = { tags: ['catalog:p1'] };
  g.stubs.before.catalog = async ({ query }) => {
    if (/mutation/.test(query)) return { data: { productSave: { userErrors: [] } }, tags: ['catalog:p1', 'catalog'] };
    if (/_entities/.test(query)) return { data: { _entities: [{ __typename: 'Product', title }] }, ...said };
    return { data: { product: { id: 'p1', title, variants: [] } }, ...said };
  };
});
afterEach(() => {
  hears = true;
  g.stubs.before = {};
});

const times = (name: string) => g.stubs.asked.filter((asked) => asked.name === name).length;
/** A product that no other test has asked for. */
let drawn = 0;
const another = () => ({ slug: `shirt-${drawn++}` });
const titleOf = (answer: Answer) => (answer.data?.product as { title: string } | undefined)?.title;

describe('an answer that may be kept', () => {
  test('is asked once, and is the same afterwards, headers and all', async () => {
    const about = another();
    const [first, second] = [await g.shop(PRODUCT, about), await g.shop(PRODUCT, about)];
    expect(times('catalog')).toBe(1);
    expect(second.text).toBe(first.text);
    const ofBoth = [first, second].map(({ headers }) =>
      Object.fromEntries([...headers].filter(([name]) => !['x-trace-id', 'date'].includes(name))),
    );
    expect(ofBoth[1]).toEqual(ofBoth[0]);
    expect(ofBoth[0]).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': expect.stringMatching(/^public, max-age=10, s-maxage=(5[4-9]|6[0-6]), stale-while-revalidate=60$/),
      vary: 'accept, accept-language, x-currency',
      'surrogate-key': 'catalog:p1',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      age: '0',
      etag: expect.stringMatching(/^"[\w-]{27}"$/),
    });
    expect(second.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(second.headers.get('x-trace-id')).not.toBe(first.headers.get('x-trace-id'));
  });

  test('the trace of who asks is told, whoever asked first', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const about = another();
    await g.shop(PRODUCT, about);
    expect((await g.shop(PRODUCT, about, { traceparent: `00-${trace}-00f067aa0ba902b7-01` })).headers.get('x-trace-id')).toBe(trace);
    expect(times('catalog')).toBe(1);
  });

  test('is found however the variables are ordered and the body is spaced, and not for others', async () => {
    const query = 'query ($a: String, $b: Int! = 8) { searchSuggestions(prefix: $a, first: $b) { text } }';
    const answers = await Promise.all(
      [{ a: 'x', b: 1 }, { b: 1, a: 'x' }, { a: 'x' }, { a: 'x', b: 2 }].map((variables) =>
        g.shop(query.replace('$a: String', '$a: String!'), variables),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await g.post('/graphql', `{ "variables": {"b":1,  "a":"x"}, "query": ${JSON.stringify(query.replace('$a: String', '$a: String!'))} }`);
    expect(times('search')).toBe(3);
  });

  test('a variable that is null is not one that is absent', async () => {
    const query = 'query ($after: String = "c") { products(after: $after) { totalCount } }';
    await g.shop(query, {});
    await g.shop(query, { after: null });
    expect(times('search')).toBe(2);
  });

  test('is asked for by GET as well, where a header shows that no other site sends it; and not sent twice to who has it', async () => {
    const path = `/graphql?query=${encodeURIComponent(PRODUCT)}&variables=${encodeURIComponent(JSON.stringify(another()))}`;
    const headers = { 'apollo-require-preflight': '1' };
    const first = await g.send(path, { headers });
    expect([first.status, titleOf(first)]).toEqual([200, 'first']);
    const etag = first.headers.get('etag')!;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await g.send(path, { headers: { ...headers, 'if-none-match': known } });
      expect([again.status, again.text, again.headers.get('etag'), again.headers.get('vary')]).toEqual([
        304,
        '',
        etag,
        first.headers.get('vary'),
      ]);
    }
    expect((await g.send(path, { headers: { ...headers, 'if-none-match': '"other"' } })).status).toBe(200);
    expect(times('catalog')).toBe(1);
    expect((await g.send(path)).status).toBe(400);
  });
});

describe('to whoever is signed in', () => {
  test('what anybody may see is given as it was kept, and is kept by no cache between us', async () => {
    const about = another();
    await g.shop(PRODUCT, about);
    title = 'second';
    const theirs = await g.shop(PRODUCT, about, { authorization: 'Bearer ada' });
    expect([titleOf(theirs), theirs.headers.get('cache-control')]).toEqual(['first', 'private, no-cache']);
    expect((await g.shop(PRODUCT, about)).headers.get('cache-control')).toMatch(/^public/);
    expect(times('catalog')).toBe(1);
  });

  test('nothing is given, kept or not, by a token that does not hold', async () => {
    const about = another();
    await g.shop(PRODUCT, about);
    const refused = await g.shop(PRODUCT, about, { authorization: 'Bearer eve' });
    expect([refused.status, refused.data, refused.errors?.[0]?.extensions.code]).toEqual([401, undefined, 'UNAUTHENTICATED']);
  });
});

describe('one that shows something else to another', () => {
  const variants: [string, Record<string, string>][] = [
    ['language', { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' }],
    ['currency', { 'x-currency': 'USD' }],
    ['form', { accept: 'application/graphql-response+json' }],
  ];
  test.each(variants)('is not given to who asks in another %s', async (_, headers) => {
    const about = another();
    await g.shop(PRODUCT, about);
    title = 'second';
    for (let i = 0; i < 2; i++) {
      expect([titleOf(await g.shop(PRODUCT, about, headers)), titleOf(await g.shop(PRODUCT, about))]).toEqual(['second', 'first']);
    }
    expect(times('catalog')).toBe(2);
  });

  test('but to who asks in other words for the same', async () => {
    const about = another();
    await g.shop(PRODUCT, about, { 'accept-language': 'en-GB,en' });
    for (const headers of [{ 'accept-language': 'fr' }, { accept: '*/*' }, { accept: 'text/html, application/json;q=0.9' }])
      await g.shop(PRODUCT, about, headers);
    expect(times('catalog')).toBe(1);
  });

  test('and who asks for a currency that is none, or for no form that there is, is asked for', async () => {
    const about = another();
    for (const headers of [{ 'x-currency': 'euros' }, { 'x-currency': 'euros' }])
      expect((await g.shop(PRODUCT, about, headers)).status).toBe(200);
    expect((await g.shop(PRODUCT, about, { accept: 'text/csv' })).status).toBe(406);
    expect(times('catalog')).toBe(3);
  });
});

describe('what is not kept', () => {
  const changing = (context: string, make: (n: number) => object) => {
    let n = 0;
    g.stubs.before[context] = async () => make(n++);
  };
  test.each([
    ['a cart', 'cart', CART, (n: number) => ({ data: { cart: { updatedAt: `2026-01-0${n + 1}T00:00:00.000Z` } } })],
    ['an order', 'orders', ORDER, (n: number) => ({ data: { order: { status: ['PENDING', 'PAID'][n] } } })],
  ])('%s: each is told what is so now', async (_, context, query, make) => {
    changing(context, make);
    const [first, second] = [await g.shop(query), await g.shop(query)];
    expect(second.text).not.toBe(first.text);
    expect([first.headers.get('cache-control'), second.headers.get('cache-control')]).toEqual(['no-store', 'no-store']);
  });

  test('what is somebody’s own: beside what anybody may see it is asked for them, each time', async () => {
    g.stubs.before.accounts = async ({ identity }) => ({
      data: { me: identity.customerId && { email: `${identity.customerId}@example.com` } },
    });
    const both = `query ($slug: String!) { product(slug: $slug) { title } me { email } }`;
    const about = another();
    for (const [token, email] of [
      ['ada', 'ada@example.com'],
      ['bob', 'bob@example.com'],
      ['ada', 'ada@example.com'],
      [null, undefined],
    ]) {
      const answer = await g.shop(both, about, token ? { authorization: `Bearer ${token}` } : {});
      expect([answer.data?.me, answer.headers.get('cache-control')]).toEqual([email ? { email } : null, 'no-store']);
    }
  });

  test('an answer with errors, and one with a warning', async () => {
    const about = another();
    g.stubs.before.catalog = async () => ({ data: { product: null }, errors: [{ message: 'x', extensions: { code: 'Y' } }] });
    expect((await g.shop(PRODUCT, about)).errors).toHaveLength(1);
    g.stubs.before.catalog = async () => ({ data: { product: { id: 'p1', title } }, warnings: ['SEARCH_DEGRADED'] });
    const warned = await g.shop(PRODUCT, about);
    expect([warned.errors, warned.headers.get('cache-control')]).toEqual([undefined, 'no-store']);
    await g.shop(PRODUCT, about);
    expect(times('catalog')).toBe(3);
  });

  test('anything of the admin API', async () => {
    const query = '{ product(slug: "admins") { title } }';
    const first = await g.admin(query);
    title = 'second';
    const second = await g.admin(query);
    expect([titleOf(first), titleOf(second), second.headers.get('cache-control')]).toEqual(['first', 'second', 'no-store']);
  });
});

describe('what has changed', () => {
  test('is seen by who has changed it, at once and before anybody is told by an event', async () => {
    const about = another();
    await g.shop(PRODUCT, about);
    title = 'second';
    expect(titleOf(await g.shop(PRODUCT, about))).toBe('first');
    expect((await g.admin(SAVE)).errors).toBeUndefined();
    expect(titleOf(await g.shop(PRODUCT, about))).toBe('second');
  });

  test('is forgotten by its tags, and nothing else with it', async () => {
    const [mine, other] = [another(), another()];
    await g.shop(PRODUCT, mine);
    said = { tags: ['catalog:p2'] };
    await g.shop(PRODUCT, other);
    title = 'second';
    const before = await figure('holdfast_response_cache_purged_total');
    purges.publish(['catalog:p2', 'inventory']);
    expect(await figure('holdfast_response_cache_purged_total')).toBe(before + 1);
    expect([titleOf(await g.shop(PRODUCT, mine)), titleOf(await g.shop(PRODUCT, other))]).toEqual(['first', 'second']);
  });

  test('a subgraph that does not say what it shows may show all it knows; a mutation that says nothing changes nothing', async () => {
    said = {};
    const about = another();
    const answer = await g.shop(PRODUCT, about);
    expect(answer.headers.get('surrogate-key')).toBe('catalog');
    g.stubs.before.cart = async () => ({ data: { cartLinesAdd: { userErrors: [] } } });
    await g.shop(ADD);
    title = 'second';
    expect(titleOf(await g.shop(PRODUCT, about))).toBe('first');
    purges.publish(['catalog']);
    expect(titleOf(await g.shop(PRODUCT, about))).toBe('second');
  });

  test('tags of every subgraph that was asked are on the answer', async () => {
    g.stubs.before.search = async () => ({ data: { products: { nodes: [{ __typename: 'Product', id: 'p1' }] } }, tags: ['search'] });
    expect((await g.shop(LIST)).headers.get('surrogate-key')?.split(' ').sort()).toEqual(['catalog:p1', 'search']);
  });
});

describe('how long', () => {
  const lifetime = async (query: string, variables = {}) => (await g.shop(query, variables)).headers.get('cache-control');
  test('availability, which changes without an event: two seconds; a miss and its like: five', async () => {
    expect(await lifetime(STOCK)).toBe('public, max-age=2, s-maxage=2, stale-while-revalidate=3');
    g.stubs.before.catalog = async () => ({ data: { product: null }, tags: ['catalog:nobody'] });
    expect(await lifetime(PRODUCT, another())).toMatch(/^public, max-age=[456], s-maxage=[456], stale-while-revalidate=5$/);
  });

  test('what other caches may still hold, or cannot be told of: as short as availability', async () => {
    purges.publish(['catalog:p1']);
    expect(await lifetime(PRODUCT, another())).toContain('s-maxage=2');
    said = { tags: ['catalog:p3'] };
    expect(await lifetime(PRODUCT, another())).toMatch(/s-maxage=(5[4-9]|6[0-6])/);
    hears = false;
    expect(await lifetime(PRODUCT, another())).toContain('s-maxage=2');
  });
});

test('long lists of tags are told as the contexts they come from', async () => {
  said = { tags: Array.from({ length: 100 }, (_, i) => `catalog:${i}-${'0'.repeat(30)}`) };
  const about = another();
  expect((await g.shop(PRODUCT, about)).headers.get('surrogate-key')).toBe('catalog');
  title = 'second';
  purges.publish([`catalog:99-${'0'.repeat(30)}`]);
  expect(titleOf(await g.shop(PRODUCT, about))).toBe('second');
});

test('F45: when everything is forgotten under load, each page is asked for once', async () => {
  const pages = Array.from({ length: 5 }, another);
  for (const about of pages) await g.shop(PRODUCT, about);
  let release!: () => void;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const before = g.stubs.before.catalog!;
  g.stubs.before.catalog = async (request) => {
    await held;
    return before(request);
  };
  g.stubs.asked.length = 0;
  purges.publish(['catalog:p1']);
  const load = Array.from({ length: 250 }, (_, i) => g.shop(PRODUCT, pages[i % 5]));
  await expect.poll(() => times('catalog')).toBeGreaterThanOrEqual(5);
  release();
  expect(new Set((await Promise.all(load)).map(({ status }) => status))).toEqual(new Set([200]));
  const perPage = pages.map(
    ({ slug }) => g.stubs.asked.filter(({ variables }) => JSON.stringify(variables ?? {}).includes(`"${slug}"`)).length,
  );
  expect(perPage.every((asked) => asked >= 1 && asked <= 2)).toBe(true);
});
