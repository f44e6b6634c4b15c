import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Identity } from '../kit/identity.ts';
import type { Transport } from '../kit/transport.ts';
import { catalog, type ProductDocument, type ProductInput } from '../subgraphs/catalog/contract.ts';
import { demoProducts } from '../subgraphs/catalog/demo/demo-products.ts';
import { readShopifyCsv } from '../subgraphs/catalog/import/shopify-csv.ts';
import { search } from '../subgraphs/search/contract.ts';
import { openShopFloor } from './testing/shop-floor.ts';

/**
 * What a shopper types and what must come of it: `top` are the first hits in any order (none: nothing is found), `each` of
 * the `first` hits has these words in its title, brand or category, `has` is among the `first`.
 */
type Golden = {
  kind: string;
  search: string;
  top?: string[];
  first?: number;
  each?: { title?: string; brand?: string; category?: string };
  has?: string;
};

const CSV = fileURLToPath(new URL('../../shared/data/shopify-csv/current-format.csv', import.meta.url));
const goldenOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../subgraphs/search/golden/${name}.json`, import.meta.url), 'utf8')) as Golden[];
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'golden' };
const QUERY = 'query($search: String, $first: Int!) { products(search: $search, first: $first) { totalCount degraded nodes { id } } }';
type Answer = { products: { totalCount: number; degraded: boolean; nodes: { id: string }[] } };

async function imported(): Promise<ProductInput[]> {
  const products: ProductInput[] = [];
  for await (const read of readShopifyCsv(createReadStream(CSV), { currencyCode: 'EUR' }))
    if ('product' in read) products.push(read.product);
  return products;
}

const absent = existsSync(CSV) ? '' : ' (SKIPPED: ../shared/data/shopify-csv is not there)';
goldenSet('the demo shop', 'demo', async () => demoProducts());
describe.skipIf(absent)(`imported${absent}`, () => goldenSet('the imported set', 'imported', imported));

function goldenSet(shop: string, name: string, productsOf: () => Promise<ProductInput[]>): void {
  describe(`golden searches over ${shop}`, () => {
    let floor: Awaited<ReturnType<typeof openShopFloor>>;
    let documents: Map<string, ProductDocument>;
    beforeAll(async () => {
      floor = await openShopFloor();
      const products = await productsOf();
      for (let i = 0; i < products.length; i += 200)
        await floor.transport.clientOf(catalog).saveProducts({ products: products.slice(i, i + 200) });
      await floor.transport.clientOf(search).reindex({});
      documents = new Map((await allDocuments(floor.transport)).map((one) => [one.productId, one]));
    });
    afterAll(() => floor?.close());

    test.each(goldenOf(name).map((golden) => [golden.kind, golden.search, golden] as const))('%s: %s', async (_, text, golden) => {
      const first = golden.first ?? Math.max(1, golden.top?.length ?? 1);
      const { data } = await floor.transport.peer('search').query({ query: QUERY, variables: { search: text, first }, identity: guest });
      const { totalCount, degraded, nodes } = (data as Answer).products;
      const hits = nodes.map(({ id }) => documents.get(id)!);
      const titles = hits.map(({ title }) => title);
      expect(degraded).toBe(false);
      if (golden.top) expect(titles.slice(0, golden.top.length).sort()).toEqual([...golden.top].sort());
      if (golden.top?.length === 0) expect(totalCount).toBe(0);
      if (golden.has) expect(titles).toContain(golden.has);
      if (golden.each) {
        expect(hits.length).toBe(first);
        for (const hit of hits) expect(fieldsOf(hit), hit.title).toEqual(expect.objectContaining(wordsOf(golden.each)));
      }
    });
  });
}

const fieldsOf = ({ title, brand, categories }: ProductDocument) => ({
  title,
  brand: brand ?? '',
  category: categories.map((one) => one.name).join(' > '),
});
const wordsOf = (each: NonNullable<Golden['each']>) =>
  Object.fromEntries(Object.entries(each).map(([field, words]) => [field, expect.stringContaining(words)]));

async function allDocuments(transport: Transport): Promise<ProductDocument[]> {
  const all: ProductDocument[] = [];
  for (let after: string | null = null; ; ) {
    const page: { documents: ProductDocument[]; next: string | null } = await transport
      .clientOf(catalog)
      .productDocuments({ after, limit: 500 });
    all.push(...page.documents);
    if (page.next === null) return all;
    after = page.next;
  }
}
