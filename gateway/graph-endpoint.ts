import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../kit/identity.ts';
import type { Log } from '../kit/log.ts';
import { newNotes } from '../kit/notes.ts';
import type { Purges } from '../kit/purges.ts';
import { operationSeconds, requestSeconds } from '../kit/telemetry.ts';
import type { Transport } from '../kit/transport.ts';
import { apolloAnswer } from './apollo-answer.ts';
import { type AskSubgraph, createSubgraphSource, subgraphAsker } from './data-source.ts';
import { faultLog, formatError } from './errors.ts';
import { compiledAnswer } from './executor/compiled-answer.ts';
import { prepareOperations } from './executor/prepared-operations.ts';
import { costCheck } from './cost/cost-check.ts';
import { readWeights } from './cost/weights.ts';
import type { AnswerGraph, Client, GraphHttpRequest } from './graph-answer.ts';
import type { Context } from './identity.ts';
import { LIMITS, limitsRule } from './limits.ts';
import { operationLabel } from './operation-label.ts';
import { checkScalars } from './scalars.ts';
import type { Guard } from './subgraph-guard.ts';
import { variablesCheck } from './variables.ts';

// The gateway would tell its maker about this process otherwise.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

/** Who runs the query plans: our own executor, or that of @apollo/gateway. */
export type Executor = 'compiled' | 'apollo';

export type GraphEndpoint = {
  path: string;
  audience: Identity['audience'];
  /** Where the composed supergraph lies. */
  supergraph: URL;
  transport: Pick<Transport, 'peer'>;
  log: Log;
  /** The way to each subgraph, with its limits. */
  guardOf: (subgraph: string) => Guard;
  /** As of `subgraphAsker`. */
  patienceMs?: number;
  /** Whether the schema may be asked for, by whatever way: errors name no field that was not asked for either. */
  introspection: boolean;
  /** What one operation may cost at most. */
  maxCost: number;
  executor: Executor;
  /** Told of what a mutation has changed. */
  purges: Pick<Purges, 'publish'>;
  /** Where parts of answers are kept, and which; nowhere unless given. */
  kept?: Parameters<typeof prepareOperations>[0]['kept'];
  /** Whether a document is one of the shop's own; none is, unless given. */
  isTrusted?: (text: string) => boolean;
  /** Stands before whatever answers. */
  layer?: (next: AnswerGraph) => AnswerGraph;
  /** Who has sent it, for those who are to know. */
  clientOf?: (request: FastifyRequest, reply: FastifyReply) => Client;
  /** Called before the body is read; may answer. */
  guard?: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
};

/** One of the two APIs: its own planner and executor over its own supergraph. */
export async function createGraphAnswer(
  endpoint: Omit<GraphEndpoint, 'path' | 'guard' | 'layer' | 'clientOf'>,
): Promise<{ answer: AnswerGraph; stop(): Promise<void> }> {
  const sdl = readFileSync(endpoint.supergraph, 'utf8');
  const { transport, log, guardOf, patienceMs, purges, maxCost, kept = null, isTrusted = () => false } = endpoint;
  const askerOf = (name: string) => subgraphAsker(name, { transport, log, guard: guardOf(name), purges, patienceMs });
  const server = createServer(sdl, askerOf, { ...endpoint, isTrusted });
  await server.start();
  const byApollo = apolloAnswer(server);
  const answer =
    endpoint.executor === 'apollo'
      ? byApollo
      : compiledAnswer(prepareOperations({ supergraph: sdl, askerOf, log, kept, isTrusted }), { maxCost, log, next: byApollo });
  return { answer: timed(answer, endpoint.audience), stop: () => server.stop() };
}

/** What was not understood, or not allowed, is measured under a name of its own. */
const timed =
  (answer: AnswerGraph, endpoint: string): AnswerGraph =>
  async (request) => {
    const began = performance.now();
    const told = await answer(request);
    const outcome = told.status === 200 && !told.body.startsWith('{"errors"') ? 'ok' : 'errors';
    operationSeconds.observe(
      { endpoint, operation: request.context.notes.operation ?? 'other', outcome },
      (performance.now() - began) / 1000,
    );
    return told;
  };

/** Serves one of the two APIs, in a scope of its own on fastify. */
export async function mountGraph(app: FastifyInstance, endpoint: GraphEndpoint): Promise<void> {
  const { answer: plain, stop } = await createGraphAnswer(endpoint);
  const answer = (endpoint.layer ?? ((next) => next))(plain);
  const contextOf = ({ traceId, customerId, staff }: FastifyRequest): Context => ({
    identity: { audience: endpoint.audience, customerId, staff, traceId },
    notes: newNotes(),
  });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const parseJson = scope.getDefaultJsonParser('error', 'error');
    scope.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) =>
      parseJson(request, text, (error, json) => done(error, { text, json })),
    );
    scope.addHook('onRequest', hostCheck);
    if (endpoint.guard) scope.addHook('onRequest', endpoint.guard);
    scope.addHook('onResponse', (_, reply, done) => {
      requestSeconds.observe({ endpoint: endpoint.audience, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
    scope.addHook('onClose', () => stop());
    scope.route({
      method: ['GET', 'POST'],
      url: endpoint.path,
      ...(endpoint.introspection && { preHandler: browserToPlayground }),
      handler: async (request, reply) => {
        const { method, headers, url } = request;
        const body = (request.body as GraphHttpRequest['body'] | undefined) ?? null;
        const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
        const client = endpoint.clientOf?.(request, reply);
        const found = await answer({ method, headers, search, body, context: contextOf(request), ...(client && { client }) });
        return (
          reply
            .code(found.status)
            .headers({ 'cache-control': 'no-store', ...found.headers })
            // written as it is: a text would be looked through once for its length, and once more when it is sent
            .send(Buffer.from(found.body))
        );
      },
    });
  });
}

type ServerOptions = Required<Pick<GraphEndpoint, 'audience' | 'log' | 'introspection' | 'maxCost' | 'isTrusted'>>;

function createServer(
  supergraphSdl: string,
  askerOf: (name: string) => AskSubgraph,
  { audience, log, introspection, maxCost, isTrusted }: ServerOptions,
): ApolloServer<Context> {
  const logger = {
    debug: quiet,
    info: quiet,
    warn: (text: unknown) => log.warn({ reason: beginningOf(text) }, 'Apollo warns'),
    error: (text: unknown) => log.error({ reason: beginningOf(text) }, 'Apollo reports an error'),
  };
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => createSubgraphSource(askerOf(name)),
    logger,
    debug: false,
    __exposeQueryPlanExperimental: false,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => checkScalars(apiSchema));
  return new ApolloServer<Context>({
    gateway,
    logger,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: [limitsRule],
    validationOptions: { maxErrors: 10 },
    formatError: formatError(log, { hints: introspection }),
    plugins: [
      variablesCheck,
      labelled(isTrusted),
      costCheck({ audience, weights: readWeights(supergraphSdl), maxCost }),
      faultLog(log),
      ...NOTHING_OF_APOLLO_STUDIO(),
    ],
  });
}

const labelled = (isTrusted: (text: string) => boolean): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ document, source, operationName, contextValue }) {
      contextValue.notes.operation = operationLabel(document, operationName, isTrusted(source));
    },
  }),
});

const quiet = () => {};
/** What comes after a colon or a quotation mark may be what a client has sent. */
const beginningOf = (text: unknown): string => String(text).split(/[:"'`\n]/)[0]!;

/** No report leaves this process, whatever the environment holds, and no page of theirs is served. */
const NOTHING_OF_APOLLO_STUDIO = () => [
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginCacheControlDisabled(),
];

/** The last that was found to be well-formed: nearly all who come name the same, and looking costs as much as the rest of the way in. */
let wellFormed = '';

/** A `Host` that names nothing is a bad request (RFC 9112, section 3.2). */
function hostCheck({ protocol, host }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (host !== wellFormed) {
    if (!URL.canParse(`${protocol}://${host}/`))
      return void reply.code(400).send({ errors: [{ message: 'The header Host is malformed.', extensions: { code: 'BAD_REQUEST' } }] });
    wellFormed = host;
  }
  done();
}

/** Somebody opened the API's address in a browser. */
function browserToPlayground({ method, headers, query }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const isBrowser = method === 'GET' && headers.accept?.includes('text/html');
  if (isBrowser && Object.keys(query as object).length === 0) reply.redirect('/');
  else done();
}
