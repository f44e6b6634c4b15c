import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
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
import { requestSeconds } from '../kit/telemetry.ts';
import type { Transport } from '../kit/transport.ts';
import { apolloAnswer } from './apollo-answer.ts';
import { createSubgraphSource } from './data-source.ts';
import { faultLog, formatError } from './errors.ts';
import type { GraphHttpRequest } from './graph-answer.ts';
import type { Context } from './identity.ts';
import { LIMITS, limitsRule } from './limits.ts';
import { checkScalars } from './scalars.ts';
import type { Guard } from './subgraph-guard.ts';
import { variablesCheck } from './variables.ts';

// The gateway would tell its maker about this process otherwise.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

export type GraphEndpoint = {
  path: string;
  audience: Identity['audience'];
  /** Where the composed supergraph lies. */
  supergraph: URL;
  transport: Pick<Transport, 'peer'>;
  log: Log;
  /** The way to each subgraph, with its limits. */
  guardOf: (subgraph: string) => Guard;
  introspection: boolean;
  /** Called before the body is read; may answer. */
  guard?: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
};

/** Serves one of the two APIs: its own planner and executor over its own supergraph, in a scope of its own on fastify. */
export async function mountGraph(app: FastifyInstance, endpoint: GraphEndpoint): Promise<void> {
  const server = createServer(endpoint);
  await server.start();
  const answer = apolloAnswer(server);
  const contextOf = ({ traceId }: FastifyRequest): Context => ({
    identity: { audience: endpoint.audience, customerId: null, traceId },
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
    scope.addHook('onResponse', async (_, reply) =>
      requestSeconds.observe({ endpoint: endpoint.audience, status: reply.statusCode }, reply.elapsedTime / 1000),
    );
    scope.addHook('onClose', () => server.stop());
    scope.route({
      method: ['GET', 'POST'],
      url: endpoint.path,
      preHandler: browserToPlayground,
      handler: async (request, reply) => {
        const { method, headers, url } = request;
        const body = (request.body as GraphHttpRequest['body'] | undefined) ?? null;
        const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
        const found = await answer({ method, headers, search, body, context: contextOf(request) });
        return reply.code(found.status).headers(found.headers).send(found.body);
      },
    });
  });
}

function createServer({ supergraph, transport, log, guardOf, introspection }: GraphEndpoint): ApolloServer<Context> {
  const logger = {
    debug: quiet,
    info: quiet,
    warn: (text: unknown) => log.warn(String(text)),
    error: (text: unknown) => log.error(String(text)),
  };
  const gateway = new ApolloGateway({
    supergraphSdl: readFileSync(supergraph, 'utf8'),
    buildService: ({ name }) => createSubgraphSource(name, { transport, log, guard: guardOf(name) }),
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
    formatError: formatError(log),
    plugins: [variablesCheck, faultLog(log), ...NOTHING_OF_APOLLO_STUDIO()],
  });
}

const quiet = () => {};

/** No report leaves this process, whatever the environment holds, and no page of theirs is served. */
const NOTHING_OF_APOLLO_STUDIO = () => [
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginCacheControlDisabled(),
];

/** Apollo builds a URL from the header `Host`, which may hold anything. */
async function hostCheck({ url, protocol, hostname }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (URL.canParse(url, `${protocol}://${hostname}/`)) return;
  return reply.code(400).send({ errors: [{ message: 'The header Host is malformed.', extensions: { code: 'BAD_REQUEST' } }] });
}

/** Somebody opened the API's address in a browser. */
async function browserToPlayground({ method, headers, query }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const asksNothing = !(query as { query?: string }).query;
  if (method === 'GET' && asksNothing && headers.accept?.includes('text/html')) return reply.redirect('/');
}
