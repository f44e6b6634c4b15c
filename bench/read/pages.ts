import { createHash } from 'node:crypto';
import type { PageRequest } from '../load/wrk.ts';

/** The pages that are measured, as a storefront asks for them; each also as a trusted document. */
export const DOCUMENTS = {
  product: `query ProductPage($slug: String) { product(slug: $slug) { id slug title description brand category { slug path { name } }
  images { url altText } options { name values }
  variants { id sku title selectedOptions { name value } price { amountMinor currencyCode amount } availability { status maxOrderQuantity } } } }`,
  list: `query ListPage($search: String, $filter: ProductFilter, $sort: ProductSort! = RELEVANCE, $first: Int! = 24, $after: String) {
  products(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } facets { key label values { value label count selected } }
    nodes { id slug title brand inStock priceRange { min { amountMinor currencyCode } }
      variants { id sku price { amountMinor currencyCode } availability { status maxOrderQuantity } } } } }`,
} as const;
export type PageName = keyof typeof DOCUMENTS;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What `npm run trusted-documents` would write of them. */
export const manifest = (): string =>
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: Object.entries(DOCUMENTS).map(([name, body]) => ({ id: hash(body), name, type: 'query', body })),
  });

export const byPost = (page: PageName, variables: object): PageRequest => ({
  method: 'POST',
  path: '/graphql',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: DOCUMENTS[page], variables }),
});

export const byGet = (page: PageName, variables: object): PageRequest => ({
  method: 'GET',
  path: `/graphql?id=${hash(DOCUMENTS[page])}&variables=${encodeURIComponent(JSON.stringify(variables))}`,
  headers: {},
  body: null,
});

export const ask = async (base: string, { method, path, headers, body }: PageRequest): Promise<string> => {
  const answer = await fetch(base + path, { method, headers, body });
  return answer.text();
};
