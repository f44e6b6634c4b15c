import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Row } from '../figures.ts';
import type { PageRequest } from '../load/wrk.ts';
import type { BenchWorld } from '../measures/bench-world.ts';
import { openShop, type Shop } from '../shop.ts';
import { type Imported, importedCatalogue } from './catalogue.ts';
import { type Answer, measured } from './measured.ts';
import { ask, byGet, byPost, manifest } from './pages.ts';

const SMALL = 1_000;
const VARIED = 500;
/** Whole answers are not kept, but parts that answers share are; or neither. */
const PARTS = { RESPONSE_CACHE_MB: '0' };
const NOTHING = { ...PARTS, PART_CACHE_MB: '0' };
const WORDS = [
  'wool jacket',
  'cotton',
  'steel',
  'bottle',
  'shirt',
  'lamp',
  'linen shirt',
  'oak table',
  'jakcet',
  'lam',
  'blanket',
  'runing shoe',
];

/** What shoppers read, in a catalogue of `world.products`; then the same in one of a thousand, for the cost of growing. */
export async function* readFlow(world: BenchWorld): AsyncGenerator<Row> {
  const large = await importedCatalogue(world, world.products);
  const rate = (large.products / large.seconds).toFixed(0);
  const imported = `import: ${large.products} products at ${rate}/s beside a shop that was open, peak memory ${large.peakMiB} MB; all indexed ${large.indexedSeconds.toFixed(0)} s later`;
  world.tell(imported);
  yield* within(world, large, 'cached', {}, cached);
  yield* within(world, large, 'parts', PARTS, (shop) => uncached(world, shop, `uncached, ${large.products} products`, true));
  yield* within(world, large, 'nothing', NOTHING, (shop) =>
    uncached(world, shop, `uncached, no parts kept, ${large.products} products`, false),
  );
  yield* within(world, large, 'apollo', { ...NOTHING, GATEWAY_EXECUTOR: 'apollo' }, (shop) =>
    uncached(world, shop, `uncached, ${large.products} products, GATEWAY_EXECUTOR=apollo`, false),
  );
  const small = await importedCatalogue(world, SMALL);
  yield* within(world, small, 'small', PARTS, (shop) => uncached(world, shop, `uncached, ${SMALL} products`, false));

  async function* cached(shop: Shop): AsyncGenerator<Row> {
    const { product, list } = await somePages(shop);
    const isRight = always;
    yield* measured(world, {
      measure: 'product page, cached, POST',
      shop,
      requests: [byPost('product', product[0]!)],
      notes: [imported],
      isRight,
    });
    yield* measured(world, { measure: 'list page, cached, POST', shop, requests: [byPost('list', list[0]!)], isRight });
    yield* measured(world, { measure: 'product page, cached, GET', shop, requests: [byGet('product', product[0]!)], isRight });
    yield* measured(world, { measure: 'list page, cached, GET', shop, requests: [byGet('list', list[0]!)], isRight });
    yield* measured(world, {
      measure: 'product pages, cached, POST',
      shop,
      requests: product.map((one) => byPost('product', one)),
      isRight,
    });
  }
}

const always = ({ data }: Answer): boolean => Object.values(data ?? {}).every((value) => value !== null);

/** Opens a shop on a catalogue that is there, in an environment of its own, for as long as it is measured. */
async function* within(
  world: BenchWorld,
  { databaseUrl }: Imported,
  name: string,
  env: Record<string, string>,
  measure: (shop: Shop) => AsyncGenerator<Row>,
) {
  const documents = path.join(world.dataDir, 'trusted-documents.json');
  writeFileSync(documents, manifest());
  const profile = world.profile && path.join(world.profile, name);
  const shop = await openShop({ ...world, databaseUrl, env: { SEED: 'none', TRUSTED_DOCUMENTS_FILE: documents, ...env }, profile });
  try {
    yield* measure(shop);
  } finally {
    await shop.stop();
  }
}

async function* uncached(world: BenchWorld, shop: Shop, about: string, withSearch: boolean): AsyncGenerator<Row> {
  const { product, list } = await somePages(shop);
  const isRight = always;
  yield* measured(world, { measure: `product page, ${about}`, shop, requests: [byPost('product', product[0]!)], isRight });
  yield* measured(world, { measure: `list page, ${about}`, shop, requests: [byPost('list', list[0]!)], isRight });
  yield* measured(world, {
    measure: `product pages, ${about}`,
    shop,
    requests: product.map((one) => byPost('product', one)),
    callers: [16],
    isRight,
  });
  yield* measured(world, {
    measure: `list pages, ${about}`,
    shop,
    requests: list.map((one) => byPost('list', one)),
    callers: [16],
    isRight,
  });
  if (!withSearch) return;
  const searches = WORDS.map((search): PageRequest => byPost('list', { search }));
  yield* measured(world, { measure: `search, ${about}`, shop, requests: searches, isRight });
}

type Pages = { product: { slug: string }[]; list: object[] };
type Listed = {
  data: {
    products: {
      pageInfo: { hasNextPage: boolean; endCursor: string };
      nodes: { slug: string }[];
      facets: { key: string; values: { value: string }[] }[];
    };
  };
};

/** Product pages of many products, and list pages: the first ones, and those of brands and categories. */
async function somePages(shop: Shop): Promise<Pages> {
  const product: Pages['product'] = [];
  const list: object[] = [{}];
  for (let variables: object | null = { first: 100 }; variables && product.length < VARIED; ) {
    const { data } = JSON.parse(await ask(shop.base, byPost('list', variables))) as Listed;
    product.push(...data.products.nodes.map(({ slug }) => ({ slug })));
    if (list.length === 1) list.push(...filters(data.products.facets));
    variables = data.products.pageInfo.hasNextPage ? { first: 100, after: data.products.pageInfo.endCursor } : null;
  }
  return { product: product.slice(0, VARIED), list };
}

function filters(facets: { key: string; values: { value: string }[] }[]): object[] {
  const values = (key: string) => facets.find((facet) => facet.key === key)?.values.slice(0, 20) ?? [];
  return [
    ...values('brand').map(({ value }) => ({ filter: { brands: [value] } })),
    ...values('category').map(({ value }) => ({ filter: { categorySlug: value } })),
    { sort: 'PRICE_ASC' },
    { sort: 'TITLE' },
    { filter: { inStock: true } },
  ];
}
