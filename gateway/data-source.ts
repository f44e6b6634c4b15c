import type { GraphQLDataSource } from '@apollo/gateway';
import { BreakerOpen } from '../kit/breaker.ts';
import type { GraphAnswer } from '../kit/graph.ts';
import type { Log } from '../kit/log.ts';
import { Overloaded } from '../kit/overloaded.ts';
import { subgraphSeconds } from '../kit/telemetry.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';
import type { Context } from './identity.ts';
import { silenceOf } from './silence.ts';
import type { Guard } from './subgraph-guard.ts';

type Options = { transport: Pick<Transport, 'peer'>; log: Log; guard: Guard };
type Fetch = { query?: string; variables?: Record<string, unknown>; operationName?: string };

const isMutation = ({ query }: Fetch): boolean => /^\s*mutation\b/.test(query ?? '');

/**
 * How the planner's fetches reach a subgraph: by the transport, within the limits of its guard. A subgraph that does not
 * answer costs its own fields: the fetch gives an error with an id that is in the log, and the rest of the plan goes on.
 */
export function createSubgraphSource(name: string, { transport, log, guard }: Options): GraphQLDataSource<Context> {
  const ask = async (request: Fetch, { identity }: Pick<Context, 'identity'>, leftMs: number) =>
    transport
      .peer(name)
      .query(
        { query: request.query ?? '', variables: request.variables ?? null, operationName: request.operationName ?? null, identity },
        leftMs,
      );

  return {
    async process({ request, context }) {
      const { identity, notes } = context as Context;
      const stop = subgraphSeconds.startTimer({ subgraph: name });
      try {
        const answer = await guard(isMutation(request) ? 'mutation' : 'read', (leftMs) => ask(request, { identity }, leftMs));
        stop({ outcome: answer.errors ? 'errors' : 'ok' });
        for (const tag of answer.tags ?? []) notes.tags.add(tag);
        for (const warning of answer.warnings ?? []) notes.warnings.add(warning);
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
        return { errors: [unavailable(name, fault, error)] as never };
      }
    },
  };
}

const isUnasked = (error: unknown): error is Overloaded | BreakerOpen => error instanceof Overloaded || error instanceof BreakerOpen;

/** `OVERLOADED` says that nothing was tried: whoever wanted to change something may simply try again. */
function unavailable(name: string, fault: string, error: unknown) {
  const code = error instanceof Overloaded ? 'OVERLOADED' : 'SUBGRAPH_UNAVAILABLE';
  const retry = isUnasked(error) ? { retryAfterMs: error.retryAfterMs } : {};
  return { message: `${name} cannot be asked just now.`, extensions: { code, fault, ...retry } };
}

/** Of an error only what a client may see, whichever version of a subgraph has answered. */
function passedOn({ data, errors }: GraphAnswer) {
  const visible = errors?.map(({ message, path, extensions: { code, fault } = {} }) => ({
    message,
    path,
    extensions: { code, ...(fault !== undefined && { fault }) },
  }));
  return { data: data ?? null, ...(visible && { errors: visible as never }) };
}
