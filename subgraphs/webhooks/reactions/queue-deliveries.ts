import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { EVENTS } from '../contract.ts';

/** A row for each subscription that wants to hear of an event, in the order of the events; sending is the job's. */
export const queueDeliveries =
  (name: string) =>
  async (tx: TransactionSql, events: EventEnvelope[]): Promise<void> => {
    const wanting = await tx<
      { id: string }[]
    >`SELECT id FROM subscriptions WHERE status = 'ACTIVE' AND ${name} = ANY(events) FOR KEY SHARE`;
    if (wanting.length === 0) return;
    const { subject } = EVENTS[name]!;
    const rows = events.flatMap(({ eventId, payload, occurredAt, trace = null }) =>
      wanting.map(({ id: subscriptionId }) => {
        const subjectId = String((payload as Record<string, unknown>)[subject]);
        return { id: uuidv7(), subscriptionId, eventId, subjectId, data: JSON.stringify(payload), occurredAt, trace };
      }),
    );
    const column = (key: keyof (typeof rows)[number]) => rows.map((row) => row[key]);
    await tx`
      INSERT INTO deliveries (id, subscription_id, message_id, event_id, event, subject_id, data, occurred_at, trace)
      SELECT id, subscription_id, 'msg_' || id, event_id, ${name}, subject_id, data::jsonb, occurred_at, trace
      FROM unnest(${column('id')}::uuid[], ${column('subscriptionId')}::uuid[], ${column('eventId')}::uuid[], ${column('subjectId')}::text[],
        ${column('data')}::text[], ${column('occurredAt')}::timestamptz[], ${column('trace')}::text[]) WITH ORDINALITY
        AS x(id, subscription_id, event_id, subject_id, data, occurred_at, trace, nth)
      ORDER BY nth ON CONFLICT (subscription_id, event_id) WHERE replay_of IS NULL DO NOTHING`;
  };
