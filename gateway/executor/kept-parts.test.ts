import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPurges, type Purges } from '../../kit/purges.ts';
import { testGateway } from '../testing/gateway.ts';

const LIST = '{ products { nodes { id title } } }';
const EDGES = '{ products { edges { node { id title } } } }';
const LIVE = '{ products { nodes { id title variants { availability { status } } } } }';
const WITHOUT = 'query ($no: Boolean!) { products { nodes { id title @skip(if: $no) slug } } }';

let g: Awaited<ReturnType<typeof testGateway>>;
let purges: Purges;
let hears = true;
let title = '';
/** What search finds. */
let found: string[] = [];
beforeAll(async () => {
  purges = { ...createPurges(), hears: () => hears };
  g = await testGateway({ config: { partCacheBytes: 1e7, executor: 'compiled' }, purges });
});
afterAll(() => g.close());

type Asked = { variables?: { representations?: { id: string }[] } | null };
const idsOf = ({ variables }: Asked) => variables?.representations?.map(({ id }) => id) ?? [];
const asked = (name: string) => g.stubs.asked.filter((each) => each.name === name).map((each) => idsOf(each as Asked));
const product = (id: string) => ({ __typename: 'Product', title: `${title} ${id}`, slug: id, variants: [] });
let drawn = 0;
const finds = (ids: string[]) => {
  found = ids;
  purges.publish(['search']);
};

beforeEach(() => {
  // entities that no other test has asked for
  finds([`a${++drawn}`, `b${drawn}`]);
  title = 'first';
  hears = true;
  g.stubs.asked.length = 0;
  g.stubs.before.search = () => {
    const nodes = found.map((id) => ({ __typename: 'Product', id }));
    return { data: { products: { nodes, edges: nodes.map((node) => ({ node })) } }, tags: ['search'] };
  };
  g.stubs.before.catalog = (request) => {
    const ids = idsOf(request as Asked);
    return { data: { _entities: ids.map(product) }, tags: ids.map((id) => `catalog:${id}`) };
  };
});
afterEach(() => {
  g.stubs.before = {};
});

const titlesOf = async (query: string, variables = {}) => {
  const { data, errors } = await g.shop(query, variables);
  expect(errors).toBeUndefined();
  const { nodes, edges } = data!.products as { nodes?: { title?: string }[]; edges?: { node: { title: string } }[] };
  return (nodes ?? edges!.map(({ node }) => node)).map((each) => each.title);
};

describe('an entity of a list', () => {
  test.each([LIST, EDGES])('is asked for once, whichever list shows it: %s', async (query) => {
    const [a, b] = found;
    expect(await titlesOf(query)).toEqual([`first ${a}`, `first ${b}`]);
    finds([b!, 'another', b!]);
    title = 'second';
    expect(await titlesOf(query)).toEqual([`first ${b}`, `second another`, `first ${b}`]);
    expect(asked('catalog')).toEqual([[a, b], ['another']]);
    expect(asked('search').length).toBe(2);
    purges.publish(['catalog:another']);
  });

  test('is asked for anew when it has changed, and what was read with it too', async () => {
    const [a, b] = found;
    await titlesOf(LIST);
    title = 'second';
    purges.publish(['catalog:of-nobody-here']);
    expect(await titlesOf(LIST)).toEqual([`first ${a}`, `first ${b}`]);
    purges.publish([`catalog:${b}`]);
    expect(await titlesOf(LIST)).toEqual([`second ${a}`, `second ${b}`]);
  });

  test('that changes while it is read is not kept', async () => {
    const [a, b] = found;
    const answer = g.stubs.before.catalog!;
    g.stubs.before.catalog = (request) => {
      const old = answer(request);
      purges.publish([`catalog:${a}`]);
      return old;
    };
    await titlesOf(LIST);
    g.stubs.before.catalog = answer;
    title = 'second';
    expect(await titlesOf(LIST)).toEqual([`second ${a}`, `second ${b}`]);
  });

  test('is kept for each way in which an operation can be asked', async () => {
    const [a] = found;
    finds([a!]);
    expect(await titlesOf(WITHOUT, { no: true })).toEqual([undefined]);
    expect(await titlesOf(WITHOUT, { no: false })).toEqual([`first ${a}`]);
    title = 'second';
    expect(await titlesOf(WITHOUT, { no: true })).toEqual([undefined]);
    expect(await titlesOf(WITHOUT, { no: false })).toEqual([`first ${a}`]);
    expect(asked('catalog')).toEqual([[a], [a]]);
  });
});

describe('nothing is kept', () => {
  const isAskedTwice = async (query: string) => {
    await g.shop(query);
    g.stubs.asked.length = 0;
    const answer = await g.shop(query);
    expect(asked('catalog')).toEqual([found]);
    return answer;
  };

  test('of what is private, but public parts beside it are', async () => {
    const query = '{ products { nodes { id title } } cart(id: "c1") { updatedAt lines { quantity } } }';
    const updatedAt = (date: string) => {
      g.stubs.before.cart = () => ({ data: { cart: { updatedAt: date, lines: [] } } });
    };
    updatedAt('2026-01-01T00:00:00.000Z');
    await g.shop(query);
    g.stubs.asked.length = 0;
    updatedAt('2026-01-02T00:00:00.000Z');
    const { data } = await g.shop(query);
    expect(data).toMatchObject({ cart: { updatedAt: '2026-01-02T00:00:00.000Z' }, products: { nodes: found.map((id) => ({ id })) } });
    expect(g.stubs.asked.map(({ name }) => name)).toEqual(['cart']);
  });

  test('of entities that something private is shown of', async () => {
    const query = '{ cart(id: "c1") { lines { variant { id sku } quantity } } }';
    await g.shop(query);
    g.stubs.asked.length = 0;
    await g.shop(query);
    expect(g.stubs.asked.map(({ name }) => name)).toContain('cart');
  });

  test('of an answer with an error', async () => {
    const fine = g.stubs.before.catalog!;
    g.stubs.before.catalog = async (request) => ({ ...((await fine(request)) as object), errors: [{ message: 'half of it' }] });
    await isAskedTwice(LIST);
  });

  test('of an answer that was not as usual', async () => {
    const fine = g.stubs.before.catalog!;
    g.stubs.before.catalog = async (request) => ({ ...((await fine(request)) as object), warnings: ['SEARCH_DEGRADED'] });
    await isAskedTwice(LIST);
  });

  test('of an answer with a hole where none may be', async () => {
    g.stubs.before.catalog = (request) => ({ data: { _entities: idsOf(request as Asked).map(() => null) }, tags: [] });
    await isAskedTwice(LIST);
  });

  test('of an answer with a hole further down', async () => {
    const query = '{ products { nodes { id category { path { name } } } } }';
    g.stubs.before.catalog = (request) => ({
      data: { _entities: idsOf(request as Asked).map((id) => ({ __typename: 'Product', id, category: { path: null } })) },
      tags: [],
    });
    const { errors, data } = await isAskedTwice(query);
    expect(errors?.length).toBe(1);
    expect((data!.products as { nodes: object[] }).nodes).toEqual(found.map((id) => ({ id, category: null })));
  });

  test('by the admin API', async () => {
    await g.admin(LIST);
    await g.admin(LIST);
    expect(asked('catalog')).toEqual([found, found]);
  });
});

test.each([
  ['what changes without an event', LIVE, true],
  ['what no event can be heard of', LIST, false],
])('%s is kept for a moment', async (_, query, canHear) => {
  hears = canHear;
  await titlesOf(query);
  title = 'second';
  const [first] = await titlesOf(query);
  expect(first).toMatch(/first/);
  await expect.poll(async () => (await titlesOf(query))[0], { timeout: 5_000, interval: 100 }).toMatch(/second/);
});

test('when its time is over one request reads it anew, and others do with it meanwhile; not when it was purged', async () => {
  const [a] = found;
  const first = async () => (await titlesOf(LIVE))[0];
  await first();
  title = 'second';
  const answer = g.stubs.before.catalog!;
  let finish = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  g.stubs.before.catalog = async (request) => {
    await gate;
    return answer(request);
  };
  g.stubs.asked.length = 0;
  // until the catalogue is asked again, which is when the time was over
  const reading: Promise<unknown>[] = [];
  await expect
    .poll(
      () => {
        reading.push(first());
        return new Promise((resolve) => setTimeout(() => resolve(asked('catalog').length), 20));
      },
      { timeout: 5_000, interval: 10 },
    )
    .toBe(1);
  const others = await Promise.all([first(), first(), first()]);
  expect(others).toEqual([`first ${a}`, `first ${a}`, `first ${a}`]);
  expect(asked('catalog').length).toBe(1);
  purges.publish([`catalog:${a}`]);
  const after = first();
  finish();
  expect(await after).toBe(`second ${a}`);
  await Promise.all(reading);
});

describe('what is found at the root', () => {
  const BY = 'query ($search: String) { products(search: $search) { totalCount nodes { id title } } }';
  let total = 0;
  beforeEach(() => {
    total = 1;
    g.stubs.before.search = () => ({
      data: { products: { totalCount: total, nodes: found.map((id) => ({ __typename: 'Product', id })) } },
      tags: ['search'],
    });
  });
  const totalOf = async (variables: object) => ((await g.shop(BY, variables)).data!.products as { totalCount: number }).totalCount;

  test('is asked for once by the same variables, until it changes', async () => {
    expect(await totalOf({ search: 'a' })).toBe(1);
    total = 2;
    expect([await totalOf({ search: 'a' }), await totalOf({ search: 'b' }), await totalOf({})]).toEqual([1, 2, 2]);
    purges.publish(['search']);
    expect(await totalOf({ search: 'a' })).toBe(2);
    expect(asked('search').length).toBe(4);
  });

  test('is the same for everybody, whatever becomes of it in an answer', async () => {
    const query = '{ products { totalCount facets { key } nodes { id title } } }';
    g.stubs.before.search = () => ({
      data: { products: { totalCount: 1, facets: [{ key: 'brand' }], nodes: found.map((id) => ({ __typename: 'Product', id })) } },
      tags: ['search'],
    });
    const first = await g.shop(query);
    purges.publish([`catalog:${found[0]}`]);
    title = 'second';
    const [second, third] = [await g.shop(query), await g.shop(query)];
    expect(second.text).toBe(first.text.replaceAll('first', 'second'));
    expect(third.text).toBe(second.text);
    expect(asked('search').length).toBe(1);
  });
});

test('an answer that holds kept entities says what it shows, so that it is forgotten with them', async () => {
  const whole = await testGateway({ config: { partCacheBytes: 1e7, responseCacheBytes: 1e7, executor: 'compiled' }, purges });
  try {
    whole.stubs.before = g.stubs.before;
    const [a] = found;
    const listed = async (first: number) => {
      const { data } = await whole.shop('query ($first: Int!) { products(first: $first) { nodes { id title } } }', { first });
      return (data!.products as { nodes: { title: string }[] }).nodes.map((each) => each.title);
    };
    await listed(1);
    await listed(2);
    title = 'second';
    expect((await listed(2))[0]).toBe(`first ${a}`);
    purges.publish([`catalog:${a}`]);
    expect((await listed(2))[0]).toBe(`second ${a}`);
  } finally {
    await whole.close();
  }
});
