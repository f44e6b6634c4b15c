import { openChild, runChild } from '../child.ts';
import type { Row } from '../figures.ts';
import type { ConstantJob, ConstantServer } from '../limits/constant-server.ts';
import type { Loaded } from '../load/closed-loop.ts';
import type { PageJob } from '../load/page-load.ts';
import { untilQuiet } from '../backlog.ts';
import { type BenchWorld, WARM_UP_SECONDS, withCpu } from './bench-world.ts';

const CONCURRENCIES = [1, 16, 64];
const LOADER = new URL('../load/page-load.ts', import.meta.url);
const SERVER = new URL('../limits/constant-server.ts', import.meta.url);

const PRODUCT = `query ($slug: String) { product(slug: $slug) { id slug title description brand category { slug path { name } }
  images { url altText } options { name values }
  variants { id sku title selectedOptions { name value } price { amountMinor currencyCode amount } availability { status maxOrderQuantity } } } }`;
const LIST = `query ($search: String, $filter: ProductFilter, $sort: ProductSort! = RELEVANCE, $first: Int! = 24, $after: String) {
  products(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } facets { key values { value count selected } }
    nodes { id slug title brand inStock priceRange { min { amountMinor currencyCode } }
      variants { id sku price { amountMinor currencyCode } availability { status maxOrderQuantity } } } } }`;

type Page = { data?: { products?: { nodes: { slug: string }[] }; product?: { variants: unknown[] } | null }; errors?: unknown };

export async function* productPage(world: BenchWorld): AsyncGenerator<Row> {
  const { base } = await world.shop();
  const list = JSON.parse(await ask(base, JSON.stringify({ query: LIST }))) as Page;
  const body = JSON.stringify({ query: PRODUCT, variables: { slug: list.data?.products?.nodes[0]?.slug } });
  yield* page(world, 'product page', body, ({ data }) => (data?.product?.variants.length ?? 0) > 0);
}

export const listPage = (world: BenchWorld): AsyncGenerator<Row> =>
  page(world, 'list page', JSON.stringify({ query: LIST, variables: {} }), ({ data }) => data?.products?.nodes.length === 24);

/** One page of the shop, and a server that can do nothing but give the same bytes. */
async function* page(world: BenchWorld, measure: string, body: string, isRight: (page: Page) => boolean): AsyncGenerator<Row> {
  const shop = await world.shop();
  await untilQuiet(shop, world.databaseUrl, world.signal);
  const expected = await ask(shop.base, body);
  const seen = JSON.parse(expected) as Page;
  if (seen.errors || !isRight(seen)) throw new Error(`the ${measure} is wrong: ${expected.slice(0, 300)}`);
  const constant = await openChild<ConstantJob, ConstantServer>(SERVER, { body: expected }, world.signal);
  const notes = [`${measure}: ${Buffer.byteLength(expected)} bytes, the same page each time`];
  try {
    for (const callers of CONCURRENCIES) {
      const load = (url: string) => {
        const job: PageJob = { url, body, expected, callers, seconds: world.seconds, warmUpSeconds: WARM_UP_SECONDS };
        return runChild<PageJob, Loaded>(LOADER, job, world.signal);
      };
      const { figures: ours, shopCpuMs } = await withCpu(shop, () => load(`${shop.base}/graphql`));
      const { figures: limit } = await load(constant.result.url);
      yield { measure, concurrency: callers, ours, limit, limitIs: 'node:http, constant body', shopCpuMs, notes };
    }
  } finally {
    await constant.close();
  }
}

async function ask(base: string, body: string): Promise<string> {
  const answer = await fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return answer.text();
}
