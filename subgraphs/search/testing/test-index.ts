import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { EventEnvelope } from '../../../kit/contract.ts';
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

const SUGGESTIONS = 'query($p: String!, $f: Int!) { searchSuggestions(prefix: $p, first: $f) { text product { id } } }';
type Server = { url: string; apiKey: string | null; index: string };

/** Search alone on a database of its own, its statements written down; on Postgres, unless a server is given. */
export async function testIndex(peers: Peers = {}, meilisearch: Server | null = null) {
  const settings = { meilisearch, restMs: 0 };
  const shop = await testSubgraph({ ...subgraph, settings: () => settings }, { peers });
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
    settings,
    log: createLog('fatal'),
    signer: testSigner,
    purges: shop.purges,
    sharedCache: null,
  });
  const vocabulary = readFileSync(new URL('../../../schema/vocabulary/vocabulary.graphql', import.meta.url), 'utf8');
  const graph = createGraph(sdlOf(subgraph, vocabulary), { ...vocabularyResolvers, ...parts.resolvers }, () => ({}), createLog('fatal'));
  const query = (text: string, variables: Record<string, unknown> = {}) =>
    graph({ query: text, variables, identity: { audience: 'storefront', customerId: null, staff: null, traceId: 't' } });
  /** Until the engine knows everything that the index was told. */
  const settled = async () => {
    const deadline = Date.now() + 20_000;
    while ((await shop.ask.status({})).waiting > 0) {
      if (Date.now() > deadline) throw new Error('The engine has not been told everything within 20 s.');
      await sleep(10);
    }
    // what the other one has sent is told to it alone
    shop.purges.publish([SEARCH_TAG]);
  };
  return {
    ...shop,
    settled,
    deliver: async (events: EventEnvelope[]) => {
      expect(await shop.running.deliver(events)).toEqual({ failed: [] });
      await settled();
    },
    suggest: async (prefix: string, first = 8): Promise<{ text: string; product: { id: string } | null }[]> => {
      const { data } = await query(SUGGESTIONS, { p: prefix, f: first });
      return (data as { searchSuggestions: { text: string; product: { id: string } | null }[] }).searchSuggestions;
    },
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
      await parts.close?.();
      await counted.close();
      await shop.close();
    },
  };
}
