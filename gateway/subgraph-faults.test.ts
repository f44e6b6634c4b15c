import { afterEach, describe, expect, test } from 'vitest';
import type { GraphRequest } from '../kit/graph.ts';
import { metrics } from '../kit/telemetry.ts';
import type { CallLimits, SubgraphLimits } from './subgraph-limits.ts';
import { deafServer } from './testing/deaf-server.ts';
import { type Answer, testGateway } from './testing/gateway.ts';

const CALLS: CallLimits = { timeoutMs: 5_000, concurrent: 50, queued: 50, waitMs: 5_000 };
const LIMITS: SubgraphLimits = { read: CALLS, mutation: CALLS, breaker: { failures: 1_000, openMs: 60_000 } };
const CATEGORIES = '{ categories { id } }';
const PAGE = '{ product(slug: "shirt") { title inStock variants { sku availability { status } } } }';
const SEARCH = '{ products { totalCount } }';
const SAVE = 'mutation { productSave(input: { externalId: "e", title: "Shirt", variants: [] }) { product { id } } }';
const CREATE = 'mutation { cartCreate(input: {}) { cart { id } } }';
const SAVED = { productSave: { product: { id: 'p1' } } };

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.close()));
});

/** A gateway with these limits instead of those that hold for nobody. */
async function gatewayWith(own: Record<string, Partial<SubgraphLimits>>, urls: Record<string, string> = {}) {
  const g = await testGateway({ config: { graceMs: 2_000, limitsOf: (name) => ({ ...LIMITS, ...own[name] }) }, urls });
  started.push(g);
  return { ...g, asks: (of: string) => g.stubs.asked.filter(({ name }) => name === of).length };
}

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code);
const gauge = async (subgraph: string) =>
  Number(new RegExp(`holdfast_subgraph_breaker\\{subgraph="${subgraph}"\\} (\\d)`).exec(await metrics.metrics())?.[1]);
const times = <T>(n: number, of: T): T[] => Array.from({ length: n }, () => of);

/** Holds whoever comes, until it is opened. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, hold: () => opened };
}
const isMutation = ({ query }: GraphRequest) => query.startsWith('mutation');
const hang = () => new Promise(() => {});

describe('a subgraph that does not answer', () => {
  test('costs its own fields, within its time, and keeps no socket', async () => {
    const deaf = await deafServer();
    started.push(deaf);
    const g = await gatewayWith({ inventory: { read: { ...CALLS, timeoutMs: 300 } } }, { inventory: deaf.url });
    await g.shop(CATEGORIES);
    const began = performance.now();
    const answer = await g.shop(PAGE);
    const took = performance.now() - began;
    expect(answer).toMatchObject({
      status: 200,
      data: { product: { title: 'Shirt', inStock: null, variants: [{ sku: 'SKU-1', availability: null }] } },
    });
    expect(new Set(codes(answer))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
    // far below the 15 s that the transport would wait
    expect({ early: took < 290, late: took > 2_000 }).toEqual({ early: false, late: false });
    expect(deaf.taken()).toBeGreaterThan(0);
    await expect.poll(deaf.open, { timeout: 2_000 }).toBe(0);
  });

  test('is waited for where something was changed that it is to show, and not where somebody only looks', async () => {
    const g = await gatewayWith({});
    let refused = 0;
    const restarting = async () => {
      if (refused++ < 3) throw Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' });
    };
    g.stubs.before = { catalog: restarting };
    expect(codes(await g.shop('{ cart(id: "c1") { lines { variant { title } } } }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    refused = 0;
    const answer = await g.shop('mutation { cartCreate(input: {}) { cart { lines { variant { title } } } } }');
    expect(answer).toMatchObject({ data: { cartCreate: { cart: { lines: [{ variant: { title: 'M' } }] } } } });
    expect(answer.errors).toBeUndefined();
    expect(refused).toBe(4);
  });

  test('that breaks off is sent a purchase once more, under its key, and nothing that has none', async () => {
    const g = await gatewayWith({});
    let broken = 0;
    const ending = async () => {
      if (broken++ < 2) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    };
    g.stubs.before = { checkout: ending, cart: ending };
    expect(codes(await g.shop(CREATE))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    broken = 0;
    const { errors, data } = await g.shop(
      'mutation{checkout(input:{idempotencyKey:"0123456789abcdef",cartId:"c1",email:"a@b.c",paymentMethodId:"pm"}){__typename}}',
    );
    expect({ errors, broken, asked: g.asks('checkout') }).toEqual({ errors: undefined, broken: 3, asked: 3 });
    expect(data).toHaveProperty('checkout');
  });

  test('has a time for reads and another for mutations; the waiting for a turn is part of it', async () => {
    const own = { cart: { read: { ...CALLS, timeoutMs: 100 } }, search: { read: { ...CALLS, timeoutMs: 700, concurrent: 1 } } };
    const g = await gatewayWith(own);
    const later = gate();
    g.stubs.before = { cart: later.hold, search: hang };
    const created = g.shop(CREATE);
    await expect.poll(() => g.asks('cart')).toBe(1);
    expect(codes(await g.shop('{ cart(id: "c1") { totalQuantity } }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    later.open();
    expect((await created).data).toEqual({ cartCreate: { cart: { id: 'c1' } } });

    const first = g.shop(SEARCH);
    await expect.poll(() => g.asks('search')).toBe(1);
    const began = performance.now();
    const both = await Promise.all([first, g.shop(SEARCH)]);
    expect(both.map(codes)).toEqual(times(2, ['SUBGRAPH_UNAVAILABLE']));
    expect(performance.now() - began).toBeLessThan(1_200);
  });
});

describe('the breaker of a subgraph', () => {
  test('opens after silences in a row: reads are answered at once and not asked; mutations are tried, others are served', async () => {
    const g = await gatewayWith({ catalog: { read: { ...CALLS, timeoutMs: 100 }, breaker: { failures: 3, openMs: 60_000 } } });
    g.stubs.before.catalog = (request) => (isMutation(request) ? undefined : hang());
    for (const expected of [0, 0, 2]) {
      expect(codes(await g.shop(CATEGORIES))).toEqual(['SUBGRAPH_UNAVAILABLE']);
      expect(await gauge('catalog')).toBe(expected);
    }
    expect(g.asks('catalog')).toBe(3);
    // both APIs share what is known of a subgraph
    for (const ask of [g.shop, g.admin]) {
      const extensions = (await ask(CATEGORIES)).errors?.[0]?.extensions;
      expect(extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', fault: expect.any(String), retryAfterMs: expect.any(Number) });
      expect(extensions?.retryAfterMs).toBeGreaterThan(40_000);
      expect(g.lines.some(({ fault, subgraph }) => fault === extensions?.fault && subgraph === 'catalog')).toBe(true);
    }
    expect(g.asks('catalog')).toBe(3);
    expect((await g.shop(SEARCH)).data).toEqual({ products: { totalCount: 1 } });
    expect((await g.admin(SAVE)).data).toEqual(SAVED);
    expect(g.asks('catalog')).toBe(4);
  });

  test('lets one read try after its time; when that one is answered, all are', async () => {
    const g = await gatewayWith({ catalog: { breaker: { failures: 1, openMs: 100 } } });
    g.stubs.before.catalog = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    expect(codes(await g.shop(CATEGORIES))).toEqual(['SUBGRAPH_UNAVAILABLE']);
    const probe = gate();
    g.stubs.before.catalog = probe.hold;
    const early: Promise<Answer>[] = [];
    const knock = () => {
      early.push(g.shop(CATEGORIES));
      return g.asks('catalog');
    };
    await expect.poll(knock).toBe(2);
    const others = await Promise.all(times(4, CATEGORIES).map((query) => g.shop(query)));
    expect(others.map(codes)).toEqual(times(4, ['SUBGRAPH_UNAVAILABLE']));
    expect([g.asks('catalog'), await gauge('catalog')]).toEqual([2, 1]);
    probe.open();
    expect((await Promise.all(early)).filter(({ errors }) => !errors)).toHaveLength(1);
    expect(await gauge('catalog')).toBe(0);
    const after = await Promise.all(times(3, CATEGORIES).map((query) => g.shop(query)));
    expect(after.map(({ data }) => data)).toEqual(times(3, { categories: [] }));
  });

  test('stays closed while somebody is there, however badly they answer', async () => {
    const g = await gatewayWith({ catalog: { breaker: { failures: 1, openMs: 60_000 } } });
    const faults = [
      async () => ({ data: null, errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }),
      () => Promise.reject(new Error('/query at 10.0.0.1 answered 500: {}')),
    ];
    for (const [i, fault] of [...faults, ...faults].entries()) {
      g.stubs.before.catalog = fault;
      expect((await g.shop(CATEGORIES)).errors).toHaveLength(1);
      expect([g.asks('catalog'), await gauge('catalog')]).toEqual([i + 1, 0]);
    }
  });
});

describe('more than a subgraph may be asked at once', () => {
  const few = { ...CALLS, concurrent: 2, queued: 1 };
  test.each([
    { kind: 'reads', slow: CATEGORIES, done: { categories: [] }, other: SAVE, otherDone: SAVED },
    { kind: 'mutations', slow: SAVE, done: SAVED, other: CATEGORIES, otherDone: { categories: [] } },
  ])('of $kind is refused at once; the rest is served, and nobody else is held up', async ({ kind, slow, done, other, otherDone }) => {
    const g = await gatewayWith({ catalog: { read: few, mutation: few } });
    const busy = gate();
    g.stubs.before.catalog = (request) => (isMutation(request) === (kind === 'mutations') ? busy.hold() : undefined);
    let settled = 0;
    const answers = times(6, slow).map((query) => g.admin(query).finally(() => settled++));
    await expect.poll(() => settled).toBe(3);
    expect(g.asks('catalog')).toBe(2);
    expect((await g.admin(other)).data).toEqual(otherDone);
    const searches = await Promise.all(times(3, SEARCH).map((query) => g.shop(query)));
    expect(searches.map(({ data }) => data)).toEqual(times(3, { products: { totalCount: 1 } }));
    busy.open();
    const all = await Promise.all(answers);
    expect(all.filter(({ errors }) => !errors).map(({ data }) => data)).toEqual(times(3, done));
    const refused = all.flatMap(({ status, errors = [] }) => errors.map(({ extensions }) => ({ status, extensions })));
    expect(refused).toEqual(
      times(3, { status: 200, extensions: { code: 'OVERLOADED', fault: expect.any(String), retryAfterMs: expect.any(Number) } }),
    );
  });
});
