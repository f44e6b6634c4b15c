import { readFileSync } from 'node:fs';
import { connect } from '../../../kit/db.ts';
import { createGraph } from '../../../kit/graph.ts';
import { createLog } from '../../../kit/log.ts';
import { contextUrl } from '../../../kit/migrate.ts';
import { sdlOf } from '../../../kit/subgraph.ts';
import { type Peers, testSigner, testSubgraph } from '../../../schema/testing/subgraph.ts';
import { vocabularyResolvers } from '../../../schema/vocabulary/resolvers.ts';
import { catalog } from '../../catalog/contract.ts';
import { inventory } from '../../inventory/contract.ts';
import { SEARCH_TAG } from '../changes.ts';
import subgraph from '../subgraph.ts';

export type Connection = {
  totalCount: number;
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  facets: { key: string; label: string; values: { value: string; label: string; count: number; selected: boolean }[] }[];
  degraded: boolean;
};

const PRODUCTS = `query($search: String, $filter: ProductFilter, $sort: ProductSort! = RELEVANCE, $first: Int! = 24, $after: String) {
  products(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount degraded nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { key label values { value label count selected } } } }`;

/** Search alone on a database of its own, its statements written down. */
export async function testIndex(peers: Peers = {}) {
  const shop = await testSubgraph({ ...subgraph, settings: () => ({ meilisearch: null, restMs: 0 }) }, { peers });
  const statements: string[] = [];
  const counted = connect({
    url: contextUrl(shop.url, 'search', testSigner),
    schema: 'search',
    max: 4,
    onQuery: (text) => statements.push(text),
  });
  const parts = await subgraph.build({
    db: counted,
    use: { catalog: shop.clientOf(catalog), inventory: shop.clientOf(inventory) },
    settings: { meilisearch: null, restMs: 0 },
    log: createLog('fatal'),
    signer: testSigner,
    purges: shop.purges,
  });
  const vocabulary = readFileSync(new URL('../../../schema/vocabulary/vocabulary.graphql', import.meta.url), 'utf8');
  const graph = createGraph(sdlOf(subgraph, vocabulary), { ...vocabularyResolvers, ...parts.resolvers }, () => ({}), createLog('fatal'));
  const query = (text: string, variables: Record<string, unknown> = {}) =>
    graph({ query: text, variables, identity: { audience: 'storefront', customerId: null, traceId: 't' } });
  return {
    ...shop,
    counted,
    statements,
    query,
    products: async (variables: Record<string, unknown>): Promise<Connection> => {
      const { data, errors } = await query(PRODUCTS, variables);
      if (errors) throw Object.assign(new Error(errors[0]!.message), { code: errors[0]!.extensions?.code });
      return (data as { products: Connection }).products;
    },
    empty: async () => {
      await shop.sql`TRUNCATE documents, words, facet_values, availability, inbox, outgoing`;
      shop.purges.publish([SEARCH_TAG]);
    },
    /** As if the index had changed: what is kept of answers is let go. */
    changed: () => shop.purges.publish([SEARCH_TAG]),
    close: async () => {
      await counted.close();
      await shop.close();
    },
  };
}
