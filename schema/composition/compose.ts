import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLError, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { SubgraphSdl } from './subgraphs.ts';

/** A supergraph, and what its clients see. Both are text that depends on the subgraphs' SDL alone. */
export type Composed = { supergraph: string; api: string };

/**
 * Composes with Apollo's composer, whose output the gateway runs, and with The Guild's: two that agree are less likely
 * to be wrong together, and the routers of either camp can then be used. Throws with every fault that either names.
 */
export function compose(subgraphs: SubgraphSdl[]): Composed {
  const apollo = composeByApollo(subgraphs);
  const guild = composeByGuild(subgraphs);
  if (apollo.errors || guild.errors) throw new Error(faults(apollo.errors ?? [], guild.errors ?? []));
  const api = printed(apollo.schema.toAPISchema().toGraphQLJSSchema());
  const second = printed(buildASTSchema(guild.publicDocumentNode, { assumeValidSDL: true }));
  if (api !== second) throw new Error('The two composers see two different API schemas.');
  return { supergraph: `${apollo.supergraphSdl.trimEnd()}\n`, api };
}

const printed = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;

const faults = (apollo: readonly GraphQLError[], guild: readonly GraphQLError[]): string =>
  [...apollo.map((error) => `apollo: ${describe(error)}`), ...guild.map((error) => `guild: ${describe(error)}`)].join('\n');

const describe = ({ extensions, message }: GraphQLError): string => `${String(extensions.code)}: ${message}`;
