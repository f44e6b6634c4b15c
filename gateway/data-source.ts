import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLDataSource } from '@apollo/gateway';
import { BreakerOpen } from '../kit/breaker.ts';
import type { GraphAnswer } from '../kit/graph.ts';
import type { Log } from '../kit/log.ts';
import { Overloaded } from '../kit/overloaded.ts';
import type { Purges } from '../kit/purges.ts';
import { faults, subgraphSeconds } from '../kit/telemetry.ts';
import { traced } from '../kit/trace.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';
import type { Context } from './identity.ts';
import { silenceOf } from '../kit/silence.ts';
import { isRepeatable } from './repeatable.ts';
import type { Guard } from './subgraph-guard.ts';
import type { Kind } from './subgraph-limits.ts';

type Options = {
  transport: Pick<Transport, 'peer'>;
  log: Log;
  guard: Guard;
  purges: Pick<Purges, 'publish'>;
  /** How long a context that is away is asked again for what must be done or shown; as long as a restart takes unless said otherwise. */
  patienceMs?: number;
};

/** One fetch of a plan. */
export type Fetch = { kind: Kind; query: string; variables: Record<string, unknown> | null; operationName: string | null };
/** Of an error of a subgraph what a client may see. */
export type VisibleError = {
  message: string;
  path?: readonly (string | number)[];
  extensions: { code?: string; fault?: string; retryAfterMs?: number };
};
export type SubgraphAnswer = { data: Record<string, unknown> | null; errors?: VisibleError[] };
/** Never rejects: who cannot be asked answers with an error. What the answer says of itself goes to the context's notes. */
export type AskSubgraph = (fetch: Fetch, context: Context) => Promise<SubgraphAnswer>;

/**
 * How a plan's fetches reach a subgraph: by the transport, within the limits of its guard. A subgraph that does not
 * answer costs its own fields: the fetch gives an error with an id that is in the log, and the rest of the plan goes on.
 */
export function subgraphAsker(name: string, { transport, log, guard, purges, patienceMs = PATIENCE_MS }: Options): AskSubgraph {
  faults.inc({ part: name }, 0);
  return async ({ kind, ...request }, { identity, notes }) => {
    const stop = subgraphSeconds.startTimer({ subgraph: name });
    try {
      const ask = () => guard(kind, (leftMs) => transport.peer(name).query({ ...request, identity }, leftMs));
      const isPatient = kind === 'mutation' ? () => isRepeatable(request) : () => notes.changed === true;
      if (kind === 'mutation') notes.changed = true;
      const answer = await traced(`fetch from ${name}`, { 'peer.service': name }, () => patiently(ask, isPatient, patienceMs));
      stop({ outcome: answer.errors ? 'errors' : 'ok' });
      for (const { extensions } of answer.errors ?? []) if (extensions?.fault !== undefined) faults.inc({ part: name });
      const changes = kind === 'mutation';
      // before the answer is given: whoever has changed something sees it changed
      if (changes) purges.publish(answer.tags ?? []);
      // a subgraph that does not say what it shows may show anything of what it knows
      for (const tag of answer.tags ?? (changes ? [] : [name])) notes.tags.add(tag);
      for (const warning of answer.warnings ?? []) notes.warnings.add(warning);
      if (answer.outcome) notes.outcome = answer.outcome;
      return passedOn(answer);
    } catch (error) {
      const fault = uuidv7();
      const about = { fault, trace_id: identity.traceId, subgraph: name };
      if (isUnasked(error)) {
        stop({ outcome: 'not asked' });
        log.warn({ ...about, reason: error.message }, 'a subgraph is not asked');
      } else {
        stop({ outcome: silenceOf(error) ?? 'failed' });
        log.error({ ...about, err: error }, 'a subgraph cannot be asked');
      }
      return { data: null, errors: [unavailable(name, fault, error)] };
    }
  };
}

/** The same for @apollo/gateway's own executor. */
export const createSubgraphSource = (ask: AskSubgraph): GraphQLDataSource<Context> => ({
  async process({ request: { query = '', variables = null, operationName = null }, context }) {
    const kind = /^\s*mutation\b/.test(query) ? 'mutation' : 'read';
    const { data, errors } = await ask({ kind, query, variables, operationName }, context as Context);
    return { data, ...(errors && { errors: errors as never }) };
  },
});

const PATIENCE_MS = 10_000;

/**
 * A context that is just being restarted is waited for: to show what was changed, and where what had been sent does nothing twice (a
 * connection that it had not taken yet is reset when it ends). Who only looks is told at once.
 */
async function patiently<T>(ask: () => Promise<T>, isPatient: () => boolean, patienceMs: number): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 500)) {
    try {
      return await ask();
    } catch (error) {
      const isAway = silenceOf(error) === 'unreachable' || error instanceof BreakerOpen;
      if (!isAway || performance.now() + pause > until || !isPatient()) throw error;
      await sleep(pause);
    }
  }
}

const isUnasked = (error: unknown): error is Overloaded | BreakerOpen => error instanceof Overloaded || error instanceof BreakerOpen;

/** `OVERLOADED` says that nothing was tried: whoever wanted to change something may simply try again. */
function unavailable(name: string, fault: string, error: unknown): VisibleError {
  const code = error instanceof Overloaded ? 'OVERLOADED' : 'SUBGRAPH_UNAVAILABLE';
  const retry = isUnasked(error) ? { retryAfterMs: error.retryAfterMs } : {};
  return { message: `${name} cannot be asked just now.`, extensions: { code, fault, ...retry } };
}

/** Of an error only what a client may see, whichever version of a subgraph has answered. */
function passedOn({ data, errors }: GraphAnswer): SubgraphAnswer {
  const visible = errors?.map(({ message, path, extensions: { code, fault } = {} }) => ({
    message,
    ...(path && { path }),
    extensions: { code, ...(fault !== undefined && { fault }) } as VisibleError['extensions'],
  }));
  return { data: data ?? null, ...(visible && { errors: visible }) };
}
