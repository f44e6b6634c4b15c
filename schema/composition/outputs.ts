import { compose } from './compose.ts';
import { readSubgraphs } from './subgraphs.ts';
import { withoutAdmin } from './without-admin.ts';

/** Where the composed files lie, committed, so that a start needs no composer. */
export const SCHEMA_FOLDER = new URL('../', import.meta.url);

/** File name and text of all that is composed: two supergraphs for the gateway, two API schemas for people. */
export function composedFiles(): Record<string, string> {
  const subgraphs = readSubgraphs();
  const admin = compose(subgraphs);
  const storefront = compose(withoutAdmin(subgraphs));
  return {
    'supergraph.graphql': admin.supergraph,
    'supergraph.storefront.graphql': storefront.supergraph,
    'admin.graphql': admin.api,
    'storefront.graphql': storefront.api,
  };
}
