import { readFileSync } from 'node:fs';
import { buildSchema, GraphQLError, type GraphQLSchema, Kind, parse, specifiedRules, validate } from 'graphql';
import { createGraphAnswer } from '../gateway/graph-endpoint.ts';
import { LIMITS, limitsRule } from '../gateway/limits.ts';
import { subgraphGuards } from '../gateway/subgraph-guard.ts';
import { limitsOf } from '../gateway/subgraph-limits.ts';
import type { Log } from '../kit/log.ts';
import { newNotes } from '../kit/notes.ts';
import type { Purges } from '../kit/purges.ts';
import type { AdminGraph } from '../kit/subgraph.ts';
import type { Transport } from '../kit/transport.ts';
import { SCOPES } from '../schema/vocabulary/scopes.ts';
import { uuidv7 } from '../kit/uuid.ts';

type Parts = { transport: Transport; purges: Purges; log: Log };

const SCHEMA = new URL('../schema/admin.graphql', import.meta.url);
const SUPERGRAPH = new URL('../schema/supergraph.graphql', import.meta.url);
/** Reads the trade, and changes nothing; who else may do what is not for outsiders. */
const READER = {
  id: 'webhooks',
  kind: 'API_KEY' as const,
  scopes: SCOPES.filter((scope) => scope.endsWith(':read') && scope !== 'staff:read'),
};
/** More than a receiver should be sent. */
const LONGEST_ANSWER = 1_000_000;

/**
 * The admin API for a context of this process: planned here, and asked of the contexts wherever they are, so that neither the gateway's
 * address nor a key of staff is needed. Nothing is loaded before somebody asks.
 */
export function openAdminGraph(parts: Parts): AdminGraph & { close(): Promise<void> } {
  let schema: GraphQLSchema | undefined;
  let graph: ReturnType<typeof startGraph> | undefined;
  return {
    check(document) {
      schema ??= buildSchema(readFileSync(SCHEMA, 'utf8'));
      return faultsOf(document, schema);
    },
    async ask(query, variables) {
      graph ??= startGraph(parts);
      const { answer } = await graph;
      const json = { query, variables };
      const { body } = await answer({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        search: '',
        body: { text: JSON.stringify(json), json },
        context: {
          identity: { audience: 'admin', customerId: null, staff: READER, traceId: uuidv7().replaceAll('-', '') },
          notes: newNotes(),
        },
      });
      if (body.length > LONGEST_ANSWER) throw new Error(`the answer is longer than ${LONGEST_ANSWER} characters`);
      return JSON.parse(body) as Awaited<ReturnType<AdminGraph['ask']>>;
    },
    close: async () => {
      await (await graph)?.stop();
    },
  };
}

const startGraph = ({ transport, purges, log }: Parts) =>
  createGraphAnswer({
    audience: 'admin',
    supergraph: SUPERGRAPH,
    transport,
    log,
    purges,
    guardOf: subgraphGuards(limitsOf, log),
    introspection: false,
    // staff have written the queries, and what they answer is cut
    maxCost: Number.POSITIVE_INFINITY,
    executor: 'compiled',
  });

function faultsOf(text: string, schema: GraphQLSchema): string[] {
  try {
    const document = parse(text, { maxTokens: LIMITS.tokens });
    const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const [operation] = operations;
    if (operations.length !== 1 || operation?.operation !== 'query') return ['This must be one query, and nothing else.'];
    const stranger = (operation.variableDefinitions ?? []).find(({ variable }) => variable.name.value !== 'id');
    if (stranger) return [`There is no value for $${stranger.variable.name.value}: a query is given $id alone.`];
    return validate(schema, document, [...specifiedRules, limitsRule]).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}
