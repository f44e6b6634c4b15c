import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { MailKind } from '../contract.ts';

/** A row for each mail that is to be written; writing and sending it is the job's. */
export const writeMails =
  (kind: MailKind) =>
  async (tx: TransactionSql, events: EventEnvelope[]): Promise<void> => {
    const rows = events.map(({ eventId, payload, trace = null }) => ({
      id: uuidv7(),
      eventId,
      payload,
      trace,
      orderId: (payload as { orderId?: string }).orderId ?? null,
    }));
    await tx`
      INSERT INTO mails (id, kind, event_id, order_id, payload, trace)
      SELECT id, ${kind}, event_id, order_id, payload::jsonb, trace FROM unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.eventId)}::uuid[],
        ${rows.map((row) => row.orderId)}::uuid[], ${rows.map((row) => JSON.stringify(row.payload))}::text[], ${rows.map((row) => row.trace)}::text[])
        AS x(id, event_id, order_id, payload, trace)
      ON CONFLICT (event_id, kind) DO NOTHING`;
  };
