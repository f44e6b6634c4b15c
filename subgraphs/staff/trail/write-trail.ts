import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { EventEnvelope } from '../../../kit/contract.ts';
import type { Reactions } from '../../../kit/inbox.ts';
import { emit } from '../../../kit/outbox.ts';
import { trailTypesOf } from '../../../kit/trail.ts';
import { uuidv7 } from '../../../kit/uuid.ts';

const Begun = z.object({
  actor: z.object({ id: z.string(), kind: z.string(), scopes: z.array(z.string()) }),
  field: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  traceId: z.string(),
});
const Ended = z.object({ outcome: z.enum(['DONE', 'REFUSED', 'FORBIDDEN', 'FAILED']), codes: z.array(z.string()) });

/** What every context tells of actions of staff becomes rows of the trail. */
export const trailReactions = (contexts: readonly string[]): Reactions =>
  Object.fromEntries(
    contexts.flatMap((context) => {
      const { begun, ended } = trailTypesOf(context);
      return [
        [begun, (tx, events) => writeTrail(tx, context, 'BEGUN', events)],
        [ended, (tx, events) => writeTrail(tx, context, 'ENDED', events)],
      ];
    }),
  );

/** The head is locked first, so that numbers are given in one line, and none to a row that is not there. */
async function writeTrail(tx: TransactionSql, context: string, phase: 'BEGUN' | 'ENDED', events: EventEnvelope[]): Promise<void> {
  const rows = events.map(({ aggregateId, occurredAt, payload }) => ({
    actionId: aggregateId,
    at: occurredAt,
    begun: phase === 'BEGUN' ? Begun.parse(payload) : null,
    ended: phase === 'ENDED' ? Ended.parse(payload) : null,
  }));
  const [head] = await tx<{ seq: number }[]>`UPDATE trail_head SET seq = seq + ${rows.length} RETURNING seq`;
  await tx`
    INSERT INTO trail (seq, action_id, phase, at, context, actor_kind, actor_id, scopes, field, arguments, trace_id, outcome, codes)
    SELECT ${head!.seq - rows.length} + n, x.action_id, ${phase}, x.at, ${context}, b->'actor'->>'kind', b->'actor'->>'id',
      ARRAY(SELECT jsonb_array_elements_text(b->'actor'->'scopes')), b->>'field', b->'arguments', b->>'traceId', e->>'outcome',
      ARRAY(SELECT jsonb_array_elements_text(e->'codes'))
    FROM unnest(${rows.map((row) => row.actionId)}::uuid[], ${rows.map((row) => row.at)}::timestamptz[],
      ${rows.map((row) => row.begun && JSON.stringify(row.begun))}::text[], ${rows.map((row) => row.ended && JSON.stringify(row.ended))}::text[])
      WITH ORDINALITY AS x(action_id, at, begun, ended, n), LATERAL (SELECT begun::jsonb AS b, ended::jsonb AS e) AS parsed`;
}

export type Actor = { id: string; kind: 'COMMAND_LINE' | 'STAFF'; scopes: string[] };

/** For what staff do here that is no GraphQL, once it is done: it becomes a row of the trail as all the rest does. */
export async function note(
  tx: TransactionSql | Sql,
  actor: Actor,
  field: string,
  { arguments: args = {}, codes = [] }: { arguments?: Record<string, unknown>; codes?: string[] } = {},
): Promise<void> {
  const aggregateId = uuidv7();
  const { begun, ended } = trailTypesOf('staff');
  await emit(tx, [
    { type: begun, aggregateId, version: 1, payload: { actor, field, arguments: args, traceId: '' } },
    { type: ended, aggregateId, version: 2, payload: { outcome: codes.length > 0 ? 'REFUSED' : 'DONE', codes } },
  ]);
}
