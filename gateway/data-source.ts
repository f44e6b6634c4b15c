import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphAnswer } from '../kit/graph.ts';
import type { Log } from '../kit/log.ts';
import { subgraphSeconds } from '../kit/telemetry.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { TimedOut, withDeadline } from './deadline.ts';
import type { Context } from './identity.ts';

type Options = { transport: Pick<Transport, 'peer'>; log: Log; timeoutMs: number };

/**
 * How the planner's fetches reach a subgraph: by the transport, within a time. A subgraph that does not answer costs its
 * own fields: the fetch gives an error with an id that is in the log, and the rest of the plan goes on.
 */
export function createSubgraphSource(name: string, { transport, log, timeoutMs }: Options): GraphQLDataSource<Context> {
  const ask = async (request: { query?: string; variables?: Record<string, unknown>; operationName?: string }, { identity }: Context) =>
    transport
      .peer(name)
      .query({ query: request.query ?? '', variables: request.variables ?? null, operationName: request.operationName ?? null, identity });

  return {
    async process({ request, context }) {
      const { identity } = context as Context;
      const stop = subgraphSeconds.startTimer({ subgraph: name });
      try {
        const answer = await withDeadline(ask(request, { identity }), timeoutMs);
        stop({ outcome: answer.errors ? 'errors' : 'ok' });
        return passedOn(answer);
      } catch (error) {
        stop({ outcome: error instanceof TimedOut ? 'timeout' : 'unreachable' });
        const fault = uuidv7();
        log.error({ fault, trace_id: identity.traceId, subgraph: name, err: error }, 'a subgraph cannot be asked');
        return { errors: [{ message: `${name} cannot be asked just now.`, extensions: { code: 'SUBGRAPH_UNAVAILABLE', fault } }] as never };
      }
    },
  };
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
