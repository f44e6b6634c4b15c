import { readFileSync } from 'node:fs';
import type { Client, Contract, EventEnvelope, Handlers } from './contract.ts';
import { connectionSamples, outboxSamples } from './context-state.ts';
import { connectPools, type Db } from './db.ts';
import { createGraph, type GraphAnswer, type GraphRequest, type ResolverMap } from './graph.ts';
import type { Identity } from './identity.ts';
import { type Delivery, deliver, type Reactions } from './inbox.ts';
import type { Log } from './log.ts';
import type { QueueDepth } from './queue-depth.ts';
import { eventsHandled, eventsPublished, forgetEvents, type Handled, OUTSIDE, type Outgoing, takeEvents, takeOutside } from './outbox.ts';
import type { Purges } from './purges.ts';
import { type RuleMap, ruled } from './rules.ts';
import { onRush } from './rush.ts';
import { onScrape, type Sample } from './scrape.ts';
import type { Shown } from './shown-value.ts';
import type { SharedCache } from './shared-cache.ts';
import type { Signer } from './sign.ts';
import { withVocabulary } from './sdl.ts';
import { databaseConnectionsMax } from './telemetry.ts';
import { traced } from './trace.ts';
import { recorded } from './trail.ts';

/** What a context is given to work with. */
export type Kit<U, S> = {
  db: Db;
  use: U;
  settings: S;
  log: Log;
  signer: Signer;
  purges: Purges;
  /** What processes keep together; null where there is no store for it. */
  sharedCache: SharedCache | null;
};

/** What a context answers with. */
export type Parts<C extends Contract> = {
  commands: Handlers<C>;
  resolvers: ResolverMap;
  /** Made anew for each request: loaders. */
  perRequest?: (identity: Identity) => object;
  reactions?: Reactions;
  /** Told of events that reactions have dealt with, after the commit. */
  delivered?: (events: EventEnvelope[]) => void;
  /** How it stands, for those who watch (kit/scrape.ts). */
  samples?: () => Promise<Sample[]>;
  close?: () => Promise<void>;
};

type Clients<U extends Record<string, Contract>> = { [K in keyof U]: Client<U[K]> };

export type Subgraph<C extends Contract = Contract, U extends Record<string, Contract> = Record<string, Contract>, S = unknown> = {
  contract: C;
  /** Where `schema.graphql` lies. */
  schema: URL;
  /** Who may ask for each of its fields (kit/rules.ts). */
  rules: RuleMap;
  /** Contracts of the contexts that this one asks. */
  uses: U;
  /** Connections at most, for commands. */
  connections: number;
  /** Connections at most for those who only look; 0: they share the others. */
  browsing?: number;
  /** How long a statement of a command may take, in milliseconds; 10 s where nothing is said. */
  statementTimeoutMs?: number;
  /** What this context takes from the configuration. */
  settings: (config: SubgraphConfig) => S;
  build: (kit: Kit<Clients<U>, S>) => Parts<C> | Promise<Parts<C>>;
};

/** The admin API as its staff would ask it, whichever processes the contexts run in. */
export type AdminGraph = {
  /** What is wrong with a document: it is to be one query that wants no variable but `$id: ID!`. */
  check(document: string): string[];
  ask(document: string, variables: { id: string }): Promise<{ data?: Record<string, unknown> | null; errors?: { message: string }[] }>;
};

/** Settings that `main` reads from the environment, offered to every context; each takes its own. */
export type SubgraphConfig = {
  currency: string;
  /** All contexts of the shop, by name. */
  contexts: readonly string[];
  holdMinutes: number;
  /** Checkouts a second that this shop was measured to carry. */
  checkoutCapacity: number;
  /** Calls a second that the payment provider takes. */
  providerCallsPerSecond: number;
  /** What an operator has said of delivery and tax; the context that prices orders reads it. */
  terms: object;
  stripe: { secretKey: string; webhookSecrets: string[]; apiUrl: string | null };
  /** How full the job queues are, for the operator's eyes. */
  queues: { depths(): Promise<QueueDepth[]> } | null;
  publicUrl: string;
  /** How mails go out: by which server (null: into the mailbox alone), under which name, and for how many days they are kept. */
  mail: { smtpUrl: string | null; from: string; keepDays: number; storefrontUrl: string };
  /** The admin API, for a context that is to ask on behalf of staff; null where there is none in reach. */
  adminGraph: AdminGraph | null;
  /** Whether webhooks may go to addresses that are not of the public Internet. */
  webhooksAllowPrivate: boolean;
  /** The search engine to use instead of Postgres. */
  meilisearch: { url: string; apiKey: string | null } | null;
  /** Where customers may sign in elsewhere. */
  oidc: { issuer: string; clientId: string } | null;
  /** For drills: the point of a saga at which this process dies (kit/crash-points.ts). */
  crashAt: string | null;
};

/** A context at work in this process; `kit/transport.ts` calls it directly or puts it behind HTTP. */
export type Running = {
  name: string;
  contract: Contract;
  /** Types of events it reacts to. */
  listensTo(): Promise<string[]>;
  /** `deadlineMs` bounds a call to another process; one in this process ends by its statements' time-outs. */
  query(request: GraphRequest, deadlineMs?: number): Promise<GraphAnswer>;
  command(name: string, input: unknown, deadlineMs?: number): Promise<unknown>;
  deliver(events: EventEnvelope[]): Promise<Delivery>;
  /** What queues are to be given; with `OUTSIDE` (outbox.ts), what the log that outsiders read is. */
  takeEvents(owner: string, limit: number, subscriber?: string): Promise<Outgoing[]>;
  eventsPublished(sent: { eventId: string; to: string[] }[]): Promise<void>;
  eventsHandled(handled: Handled): Promise<void>;
  ready(): Promise<void>;
  close(): Promise<void>;
};

const FORGET_EVERY_MS = 10 * 60_000;

export const defineSubgraph = <C extends Contract, U extends Record<string, Contract>, S>(subgraph: Subgraph<C, U, S>): Subgraph<C, U, S> =>
  subgraph;

export type Surroundings = {
  url: string;
  /** Servers that follow the one at `url`, for reading; with the context's own role. */
  replicaUrls?: string[];
  config: SubgraphConfig;
  log: Log;
  signer: Signer;
  purges: Purges;
  sharedCache?: SharedCache | null;
  vocabulary: { sdl: string; resolvers: ResolverMap; shownInTrail?: Shown };
  clientOf: <C extends Contract>(contract: C) => Client<C>;
  prepare?: boolean;
  /** Told of each statement that is sent: for tests that count them. */
  onQuery?: (text: string) => void;
};

export const sdlOf = (subgraph: Pick<Subgraph, 'schema'>, vocabulary: string): string =>
  withVocabulary(readFileSync(subgraph.schema, 'utf8'), vocabulary);

// biome-ignore lint/suspicious/noExplicitAny: any context can be started, whatever its own types are
export async function startSubgraph(subgraph: Subgraph<any, any, any>, around: Surroundings): Promise<Running> {
  const { name } = subgraph.contract as Contract;
  const log = around.log.child({ context: name });
  const db = connectPools({
    url: around.url,
    schema: name,
    max: subgraph.connections,
    browsing: subgraph.browsing ?? 0,
    replicaUrls: around.replicaUrls ?? [],
    log,
    ...(subgraph.statementTimeoutMs && { statementTimeoutMs: subgraph.statementTimeoutMs }),
    ...(around.prepare !== undefined && { prepare: around.prepare }),
    ...(around.onQuery && { onQuery: around.onQuery }),
  });
  const use = Object.fromEntries(
    Object.entries(subgraph.uses as Record<string, Contract>).map(([key, contract]) => [key, around.clientOf(contract)]),
  );
  const parts = await subgraph.build({
    db,
    use,
    settings: subgraph.settings(around.config),
    log,
    signer: around.signer,
    purges: around.purges,
    sharedCache: around.sharedCache ?? null,
  });
  const leave = onRush(around.purges, () => {
    db.open().catch((err: unknown) => log.warn({ err }, 'not all connections could be opened beforehand'));
  });
  databaseConnectionsMax.set({ context: name }, subgraph.connections + (subgraph.browsing ?? 0));
  const unwatch = onScrape(
    name,
    // its own other statements are not to be seen among the connections that are busy
    async () => [
      ...(await connectionSamples(db.sql, name)),
      ...(await Promise.all([outboxSamples(db.read, name), parts.samples?.() ?? []])).flat(),
    ],
    log,
  );
  const commands = parts.commands as Record<string, (input: unknown) => Promise<unknown>>;
  const resolvers = { ...around.vocabulary.resolvers, ...parts.resolvers };
  const reactions = parts.reactions ?? {};
  const sdl = sdlOf(subgraph, around.vocabulary.sdl);
  const shown = around.vocabulary.shownInTrail ?? { types: [], names: [] };
  const guarded = recorded(ruled(sdl, resolvers, subgraph.rules), { context: name, sql: db.sql, shown, log });
  const answer = createGraph(sdl, guarded, parts.perRequest ?? (() => ({})), log);
  const spoken = { 'holdfast.context': name };
  let forgotAt = Date.now();
  return {
    name,
    contract: subgraph.contract,
    listensTo: async () => Object.keys(reactions),
    query: (request) => traced(`${name} graph`, spoken, () => answer(request)),
    command: (command, input) => traced(`${name}.${command}`, spoken, () => commands[command]!(input)),
    deliver: (events) =>
      traced(`${name} hears of events`, spoken, async () => {
        const delivery = await deliver(db.sql, reactions, events);
        parts.delivered?.(events);
        return delivery;
      }),
    takeEvents: (owner, limit, subscriber) => (subscriber === OUTSIDE ? takeOutside : takeEvents)(db.sql, owner, limit),
    async eventsPublished(sent) {
      await eventsPublished(db.sql, sent);
      if (Date.now() - forgotAt < FORGET_EVERY_MS) return;
      forgotAt = Date.now();
      forgetEvents(db.sql).catch((err: unknown) => log.warn({ err }, 'old events will be deleted later'));
    },
    eventsHandled: (handled) => eventsHandled(db.sql, handled),
    ready: async () => void (await db.sql`SELECT 1`),
    close: async () => {
      leave();
      unwatch();
      await parts.close?.();
      await db.close();
    },
  };
}
