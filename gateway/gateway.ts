import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Log } from '../kit/log.ts';
import { createPurges, type Purges } from '../kit/purges.ts';
import { type Checks, type Readiness, readiness } from '../kit/readiness.ts';
import { onRush } from '../kit/rush.ts';
import type { SharedCache } from '../kit/shared-cache.ts';
import type { Transport } from '../kit/transport.ts';
import { createSignedIn, type ReadToken } from './bearer.ts';
import { createDoor, createDoorServer } from './cache/door.ts';
import { createStorefrontCache, storefrontJudge } from './cache/storefront-cache.ts';
import { createVariants } from './cache/variants.ts';
import { createPartCache } from './executor/part-cache.ts';
import { type Executor, mountGraph } from './graph-endpoint.ts';
import { allowOrigins, corsOf, type Origins, securityHeaders, setHeaders } from './headers.ts';
import { mountHealth } from './health.ts';
import { answerHttpErrors } from './http-errors.ts';
import { clientAddress, isLoopback } from './lanes/client-address.ts';
import type { IsAdmission } from './lanes/lane-of.ts';
import { createShedding, type SheddingOptions } from './lanes/shedding.ts';
import { MAX_COST } from './limits.ts';
import { type Mailbox, mountMailbox } from './mailbox.ts';
import { acceptMore } from './more-accepting.ts';
import { mountPickList } from './pick-list.ts';
import { type FindPicture, mountPictures } from './pictures.ts';
import { type FindExamples, mountPlayground } from './playground.ts';
import { spanned } from './request-span.ts';
import { createStaffDoor } from './staff/door.ts';
import type { Identify } from './staff/known-staff.ts';
import { mountStaffSignIn, SIGN_IN_PATHS, type StaffSignIn } from './staff/sign-in.ts';
import { subgraphGuards } from './subgraph-guard.ts';
import { limitsOf, type SubgraphLimits } from './subgraph-limits.ts';
import { createDocuments } from './trusted-documents/documents.ts';
import { type Documents, hashOf } from './trusted-documents/manifest.ts';
import { createRegistered } from './trusted-documents/registered.ts';
import { createWarmer } from './warmer.ts';
import { mountWebhooks, type ReceiveWebhook } from './webhooks.ts';

export type GatewayConfig = {
  host: string;
  /** 0: any that is free. */
  port: number;
  adminApiKey: string;
  /** Times and numbers of fetches, by subgraph; those of subgraph-limits.ts unless said otherwise. */
  limitsOf?: (subgraph: string) => SubgraphLimits;
  /** Places, rates and proxies; those of lanes/ unless said otherwise. */
  shedding?: Omit<SheddingOptions, 'isAdmission'>;
  /** How long a close goes on taking requests, while `/readyz` says 503 and clients are told to go elsewhere; 0 unless said otherwise. */
  drainMs?: number;
  /** How long a close waits for requests under way; 10 s unless said otherwise. */
  graceMs?: number;
  /** Whether the schema may be asked for, and the playground is there; true unless said otherwise. */
  introspection?: boolean;
  /** The outside reaches us by https alone; false unless said otherwise. */
  isHttps?: boolean;
  /** Whose pages may call the storefront; anybody's unless said otherwise. */
  origins?: Origins;
  /** Whose pages may call the admin API; nobody's unless said otherwise. */
  adminOrigins?: Origins;
  /** What one operation may cost at most; `MAX_COST` of limits.ts unless said otherwise. */
  maxCost?: number;
  /** `compiled` unless said otherwise. */
  executor?: Executor;
  /** Bytes of answers that are kept; 64 MB unless said otherwise, 0: none is kept. */
  responseCacheBytes?: number;
  /** Bytes of parts of answers that are kept; 64 MB unless said otherwise, 0: none is kept. */
  partCacheBytes?: number;
  /** Languages the shop speaks, the default first. */
  locales?: readonly string[];
  /** Documents that may be asked for by their hash, also by a plain GET; `only`: the storefront answers no others. */
  trustedDocuments?: { documents: Documents; only: boolean };
};

/** What the gateway is given: it knows the supergraph, and of the contexts only how to reach them. */
export type GatewayParts = {
  config: GatewayConfig;
  transport: Pick<Transport, 'peer'>;
  log: Log;
  /** Parts without which nothing can be sold. */
  checks: Checks;
  /** Parts that are told of, and can be done without for a while. */
  spareChecks?: Checks;
  receiveWebhook: ReceiveWebhook;
  /** Knows the shop's keys and people, and lets people in; there are none but who has the root key unless given. */
  staff?: { identify: Identify; signIn: StaffSignIn };
  /** Knows the admissions of waiting rooms; none is known unless given. */
  isAdmission?: IsAdmission;
  /** Knows the access tokens of customers; none holds unless given. */
  readToken?: ReadToken;
  picture: FindPicture;
  examples: FindExamples;
  /** The mails of a developer's shop; there is no such page unless given. */
  mailbox?: Mailbox;
  /** How it hears of changes, and tells of them; of none but its own unless given. */
  purges?: Purges;
  /** What several gateways keep together. */
  sharedCache?: SharedCache | null;
};

export type Gateway = { url: string; port: number; readiness(): Promise<Readiness>; close(): Promise<void> };

const BODY_LIMIT = 100_000;
const CACHE_BYTES = 64 * 1024 * 1024;
const SERVER_TIMES = { requestTimeout: 30_000, keepAliveTimeout: 72_000 };
const NO_DOCUMENTS = { documents: new Map<string, string>(), only: false };
const STOREFRONT = {
  path: '/graphql',
  audience: 'storefront',
  supergraph: new URL('../schema/supergraph.storefront.graphql', import.meta.url),
} as const;
const ADMIN = { path: '/admin/graphql', audience: 'admin', supergraph: new URL('../schema/supergraph.graphql', import.meta.url) } as const;

/** Everything that is reached from outside, on one port. Rejects when the port is taken. */
export async function startGateway({
  config,
  transport,
  log,
  checks,
  spareChecks = {},
  receiveWebhook,
  staff,
  isAdmission,
  readToken = async () => null,
  picture,
  examples,
  mailbox,
  purges = createPurges(),
  sharedCache: shared = null,
}: GatewayParts): Promise<Gateway> {
  let stopping = false;
  let leaveRush = () => {};
  const security = securityHeaders(config.isHttps ?? false);
  const cors = corsOf(config.origins ?? '*');
  const adminCors = corsOf(config.adminOrigins ?? []);
  const introspection = config.introspection ?? true;
  const variants = createVariants(config.locales);
  const judge = storefrontJudge(STOREFRONT.supergraph);
  const maxBytes = config.responseCacheBytes ?? CACHE_BYTES;
  const cache = maxBytes > 0 ? createStorefrontCache({ ...STOREFRONT, maxBytes, judge, variants, purges, shared }) : null;
  const partBytes = config.partCacheBytes ?? CACHE_BYTES;
  const parts = partBytes > 0 ? createPartCache({ maxBytes: partBytes, purges }) : null;
  const { documents, only } = config.trustedDocuments ?? NO_DOCUMENTS;
  const named = createDocuments({ documents, only, registered: createRegistered(shared) });
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    ...SERVER_TIMES,
    serverFactory: (onward) => {
      const door = { path: STOREFRONT.path, bodyLimit: BODY_LIMIT, variants, security, cors, isClosing: () => stopping };
      return createDoorServer(cache ? createDoor({ ...door, recall: cache.recall }, onward) : onward, SERVER_TIMES);
    },
  });
  const { clientOf, guard: counted, limited, laned, inLane } = createShedding({ ...config.shedding, ...(isAdmission && { isAdmission }) });
  const guardOf = subgraphGuards(config.limitsOf ?? limitsOf, log);
  const common = {
    transport,
    log,
    guardOf,
    purges,
    introspection,
    maxCost: config.maxCost ?? MAX_COST,
    executor: config.executor ?? 'compiled',
  } as const;
  const staffDoor = createStaffDoor({
    rootKey: config.adminApiKey,
    identify: staff?.identify ?? (async () => null),
    limitAddress: counted,
    rateFactor: config.shedding?.rateFactor ?? 1,
    purges,
    log,
  });
  app.decorateRequest('staff', null);
  setHeaders(app, security);
  const signedIn = createSignedIn(app, readToken);
  const guard = async (request: FastifyRequest, reply: FastifyReply) => (await counted(request, reply)) ?? signedIn(request, reply);
  // a connection kept alive would hold a close up until its time is over
  app.addHook('onSend', (_, reply, __, done) => {
    if (stopping) reply.header('connection', 'close');
    done();
  });
  allowOrigins(app, [STOREFRONT.path], cors);
  allowOrigins(app, [ADMIN.path, ...(staff ? SIGN_IN_PATHS : [])], adminCors);
  answerHttpErrors(app, log);
  const look = readiness({ checks, spareChecks });
  const ready = async () => (stopping ? { ready: false, parts: { gateway: 'stopping' } } : look());
  mountHealth(app, ready);
  mountPlayground(app, { graphPath: STOREFRONT.path, examples: introspection ? examples : null });
  mountPictures(app, picture);
  if (staff) {
    const { trustedProxies = 0, rateFactor = 1 } = config.shedding ?? {};
    const addressOf = ({ raw }: Parameters<typeof clientOf>[0]) => clientAddress(raw, trustedProxies);
    mountStaffSignIn(app, { signIn: staff.signIn, addressOf, isLocal: isLoopback, rateFactor, log });
  }
  if (mailbox) mountMailbox(app, mailbox);
  mountPickList(app, { graphPath: ADMIN.path });
  await mountWebhooks(app, receiveWebhook, (work, ...by) => inLane('webhooks', work, clientOf(...by)));
  await mountGraph(app, {
    ...common,
    ...STOREFRONT,
    kept: parts && { cache: parts, judge },
    isTrusted: (text) => documents.has(hashOf(text)),
    clientOf,
    guard,
    layer: (next) => {
      const worked = spanned(STOREFRONT.audience, STOREFRONT.supergraph)(laned(next));
      const answer = cache ? cache.layer(worked) : worked;
      leaveRush = onRush(purges, createWarmer({ documents: documents.values(), answer, log }));
      return named(limited(answer));
    },
  });
  await mountGraph(app, {
    ...common,
    ...ADMIN,
    clientOf,
    guard: staffDoor.guard,
    layer: (next) => spanned(ADMIN.audience, ADMIN.supergraph)(laned(next, 'admin')),
  });
  await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const { port } = app.server.address() as { port: number };
  const more = await acceptMore(app.server).catch((err: unknown) => log.warn({ err }, 'new connections are taken one a turn'));

  /** Takes nothing new once the balancer has had time to see it, finishes what is under way, and cuts what is not done within the grace time. */
  async function close(): Promise<void> {
    stopping = true;
    if (config.drainMs) await sleep(config.drainMs);
    leaveRush();
    staffDoor.close();
    const left = more?.close();
    const cut = setTimeout(() => app.server.closeAllConnections(), config.graceMs ?? 10_000);
    await app.close();
    await left;
    clearTimeout(cut);
    cache?.close();
    parts?.close();
  }
  return { url: `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`, port, readiness: ready, close };
}
