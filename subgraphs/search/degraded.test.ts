import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshen } from '../../kit/scrape.ts';
import { figure } from '../../kit/testing/figure.ts';
import { aDocument, idOf, saved } from './testing/documents.ts';
import { meilisearchDouble } from './testing/double/double.ts';
import { noPublished } from './testing/double/openapi.ts';
import { testSources } from './testing/sources.ts';
import { testIndex } from './testing/test-index.ts';
import { writeCursor } from './cursor.ts';

type Listing = { words: string[]; offset: number; limit: number };
const lamps = [1, 2, 3, 4, 5].map((n) => aDocument(n, `Lamp ${n}`));

/** A catalog that answers what the listing was asked for from a list of lamps. */
function lampShop() {
  const sources = testSources();
  sources.holds({ documents: lamps, inStock: new Set() });
  const asked: Listing[] = [];
  sources.peers.catalog!.listing = async (which: Listing) => {
    asked.push(which);
    const products = lamps.map(({ productId, title }) => ({ productId, title }));
    return { products: products.slice(which.offset, which.offset + which.limit), total: products.length };
  };
  return { peers: sources.peers, asked };
}

describe('a database that does not answer the index', () => {
  let index: Awaited<ReturnType<typeof testIndex>>;
  const { peers, asked } = lampShop();
  beforeAll(async () => {
    index = await testIndex(peers);
    await index.ask.reindex({});
    await index.sql`ALTER TABLE documents RENAME TO documents_away`;
    // what Postgres says when a statement has taken too long
    await index.sql.unsafe(`
      CREATE FUNCTION too_slow() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'slow' USING ERRCODE = '57014'; END $$;
      GRANT EXECUTE ON FUNCTION too_slow() TO PUBLIC;
      CREATE VIEW documents AS SELECT * FROM documents_away WHERE too_slow();
      GRANT SELECT ON documents TO PUBLIC`);
  });
  afterAll(() => index.close());

  test('the catalog answers, page by page, and says so', async () => {
    const first = await index.products({ search: 'Lamp', first: 2 });
    expect(first).toMatchObject({
      degraded: true,
      totalCount: 5,
      facets: [],
      nodes: lamps.slice(0, 2).map(({ productId }) => ({ id: productId })),
    });
    expect(asked[0]).toMatchObject({ words: ['lamp'], offset: 0, limit: 2 });
    const second = await index.products({ search: 'Lamp', first: 2, after: first.pageInfo.endCursor });
    expect(second.nodes).toEqual(lamps.slice(2, 4).map(({ productId }) => ({ id: productId })));
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  test('it is in the warnings, which keep the answer out of caches', async () => {
    const answer = await index.query('{ products(search: "lamp") { degraded } }');
    expect(answer).toEqual({ data: { products: { degraded: true } }, warnings: ['SEARCH_DEGRADED'], tags: ['search'] });
  });

  test('suggestions are titles of the catalog', async () => {
    expect((await index.suggest('la', 2)).map(({ text }) => text)).toEqual(['Lamp 1', 'Lamp 2']);
  });

  test("an engine's cursor begins the list anew; any other is refused", async () => {
    const after = writeCursor('newest', { key: '2026-02-01T00:00:00.003Z', id: idOf(3, 3) });
    expect((await index.products({ first: 1, after })).nodes).toEqual([{ id: lamps[0]!.productId }]);
    await expect(index.products({ after: 'x' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('an engine that has failed three times is left alone, and asked again later', async () => {
    for (const search of ['lamp 1', 'lamp 2', 'lamp 3']) await index.products({ search });
    index.statements.length = 0;
    expect((await index.products({ search: 'lamp 4' })).degraded).toBe(true);
    expect(index.statements).toEqual([]);
    await index.sql.unsafe('DROP VIEW documents; ALTER TABLE documents_away RENAME TO documents');
    await expect.poll(async () => (await index.products({ first: 3 })).degraded, { timeout: 10_000, interval: 200 }).toBe(false);
  });
});

describe.skipIf(noPublished)(noPublished ? `a server that is not well (SKIPPED: ${noPublished})` : 'a server that is not well', () => {
  let index: Awaited<ReturnType<typeof testIndex>>;
  let double: Awaited<ReturnType<typeof meilisearchDouble>>;
  const { peers } = lampShop();
  beforeAll(async () => {
    double = await meilisearchDouble();
    index = await testIndex(peers, { url: double.url, apiKey: null, index: 'lamps' });
    await index.ask.reindex({});
    await index.settled();
  });
  afterAll(async () => {
    await index.close();
    await double.close();
  });
  const well = async () => {
    double.state.mood = 'well';
    index.changed();
    await expect.poll(async () => (await index.products({})).degraded, { timeout: 10_000, interval: 200 }).toBe(false);
  };

  test('a busy one is asked again, and the shopper notices nothing', async () => {
    index.changed();
    Object.assign(double.state, { mood: 'busy', busyFor: 2 });
    expect(await index.products({})).toMatchObject({ degraded: false, totalCount: 5 });
    expect(double.state.busyFor).toBeLessThan(0);
  });

  test.each(['silent', 'failing', 'busy'] as const)('the catalog answers for one that is %s, until it is well again', async (mood) => {
    index.changed();
    Object.assign(double.state, { mood, busyFor: Infinity });
    expect(await index.products({ first: 2 })).toMatchObject({
      degraded: true,
      totalCount: 5,
      nodes: lamps.slice(0, 2).map(({ productId }) => ({ id: productId })),
    });
    await well();
  });

  test('what changes while it is away is told to it afterwards, and counted until then', async () => {
    double.state.mood = 'failing';
    expect(await index.running.deliver([saved(aDocument(6, 'Late Lamp'))])).toEqual({ failed: [] });
    const status = await index.ask.status({});
    expect(status).toMatchObject({ engine: 'meilisearch', products: 6, waiting: 1 });
    expect(status.lagSeconds).toBeGreaterThan(0);
    const lag = async () => {
      await freshen({ againMs: 0 });
      return figure('holdfast_search_lag_seconds');
    };
    expect(await lag()).toBeGreaterThan(0);
    await well();
    await index.settled();
    // not the last value for ever
    await expect.poll(lag).toBe(0);
    expect(await figure('holdfast_search_indexing_seconds_count')).toBeGreaterThan(0);
    expect((await index.products({ search: 'late' })).totalCount).toBe(1);
  });

  test('an index that is lost is built again', async () => {
    await fetch(`${double.url}/indexes/lamps`, { method: 'DELETE' });
    index.changed();
    expect((await index.products({})).degraded).toBe(true);
    await expect
      .poll(
        async () => {
          index.changed();
          return (await index.products({})).totalCount === 5 && !(await index.products({})).degraded;
        },
        { timeout: 15_000, interval: 200 },
      )
      .toBe(true);
  });

  test('one that does not take the key is no worse than one that is away', async () => {
    const strict = await meilisearchDouble({ apiKey: 'another' });
    const other = await testIndex(peers, { url: strict.url, apiKey: 'wrong', index: 'lamps' });
    expect((await other.products({})).degraded).toBe(true);
    await other.close();
    await strict.close();
  });
});
