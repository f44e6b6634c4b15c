import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '../kit/log.ts';
import type { Notes } from '../kit/notes.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { faults } from '../kit/telemetry.ts';
import type { Context } from './identity.ts';

/** Faults of the request: said as they are. */
const PLAIN = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'COST_ESTIMATED_TOO_EXPENSIVE',
]);

/** The id under which a failure of the gateway's stands in the log; it is counted. */
export function newFault(): string {
  faults.inc({ part: 'gateway' });
  return uuidv7();
}

export const maskedMessage = (fault: string): string => `Something went wrong on our side (${fault}).`;

type Extensions = {
  code?: string;
  fault?: string;
  serviceName?: string;
  retryAfterMs?: number;
  cost?: { estimated: number; max: number };
};
const extensionsOf = (error: unknown): Extensions => ((error as { extensions?: Extensions } | null)?.extensions ?? {}) as Extensions;

/** Ours to explain: neither the request's fault nor what a subgraph has said (the data source lets through only what may be seen). */
const isUnexpected = ({ code, serviceName }: Extensions): boolean => serviceName === undefined && !PLAIN.has(code ?? '');

/** Logs what is unexpected with the trace it happened in, and marks it with the id under which it was logged. */
export const faultLog = (log: Log): ApolloServerPlugin<Context> => ({
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors.filter((error) => isUnexpected(extensionsOf(error)))) {
          const fault = newFault();
          log.error({ fault, trace_id: contextValue.identity?.traceId, err: error.originalError ?? error }, 'the gateway failed');
          Object.assign(error, { extensions: { ...error.extensions, fault } });
        }
      },
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        const missing = result.extensions?.valueCompletion as { message: string; path?: (string | number)[] }[] | undefined;
        delete result.extensions;
        const warnings = warningsOf(contextValue.notes);
        if (warnings) result.extensions = { warnings };
        if (missing?.[0] && !result.errors) result.errors = [nullWhereNoneMayBe(missing[0], log, contextValue)];
      },
    };
  },
});

const WARNINGS: Record<string, string> = {
  SEARCH_DEGRADED: 'Search cannot be asked just now: the catalog has answered instead, by titles and without facets.',
};

/** What was not as usual, in words, for the extensions of an answer. */
export function warningsOf({ warnings }: Notes): { code: string; message: string }[] | undefined {
  if (warnings.size === 0) return undefined;
  return [...warnings].map((code) => ({ code, message: WARNINGS[code] ?? 'This answer is not as it usually is.' }));
}

/** A failure of the gateway itself: logged as it is, told by the id under which it stands there. */
export function maskedFault(error: unknown, log: Log, { identity }: Pick<Context, 'identity'>): GraphQLFormattedError {
  const fault = newFault();
  log.error({ fault, trace_id: identity.traceId, err: error }, 'the gateway failed');
  return { message: maskedMessage(fault), extensions: { code: 'INTERNAL_SERVER_ERROR', fault } };
}

/** Subgraphs that answered without an error, and together left a hole: Apollo's executor says so only in an extension. */
export function nullWhereNoneMayBe(
  { message, path }: { message: string; path?: (string | number)[] },
  log: Log,
  { identity }: Pick<Context, 'identity'>,
): GraphQLFormattedError {
  const fault = newFault();
  log.error({ fault, trace_id: identity?.traceId }, `the subgraphs' answers do not fit together: ${message}`);
  return { message: maskedMessage(fault), ...(path && { path }), extensions: { code: 'INTERNAL_SERVER_ERROR', fault } };
}

/** Names of the schema that were not asked for. */
const HINT = / ?Did you mean .+\?$/s;

/**
 * The last gate: message, path, code, fault id, cost and when to try again leave; whatever else an error carries stays. `hints`:
 * messages may say what else the schema has.
 */
export function formatError(
  log: Log,
  { hints }: { hints: boolean },
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return ({ message: said, locations, path }, error) => {
    const message = hints ? said : said.replace(HINT, '');
    const { code, fault, serviceName, retryAfterMs, cost } = extensionsOf(error);
    const place = { ...(locations && { locations }), ...(path && { path }) };
    if (!isUnexpected({ code, serviceName })) {
      const more = { ...(fault !== undefined && { fault }), ...(retryAfterMs !== undefined && { retryAfterMs }), ...(cost && { cost }) };
      return { message, ...place, extensions: { code: codeOf(error, code), ...more } };
    }
    const id = fault ?? newFault();
    if (fault === undefined) log.error({ fault: id, err: error }, 'the gateway failed');
    return { message: maskedMessage(id), ...(path && { path }), extensions: { code: 'INTERNAL_SERVER_ERROR', fault: id } };
  };
}

/** A malformed literal is found by validation, but it is the same fault as a malformed variable. */
function codeOf(error: unknown, code: string | undefined): string {
  const cause = error instanceof GraphQLError ? error.originalError : undefined;
  return extensionsOf(cause).code === 'BAD_USER_INPUT' ? 'BAD_USER_INPUT' : (code ?? 'DOWNSTREAM_SERVICE_ERROR');
}
