import type { Sql, TransactionSql } from 'postgres';
import { canonicalJson } from '../../../kit/canonical.ts';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refusal, type Refused, refuse } from '../../../kit/refusal.ts';
import { sha256 } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { keyFault } from '../../../schema/vocabulary/idempotency-key.ts';
import type { orders } from '../../orders/contract.ts';
import { knowOrder } from './know-order.ts';
import { pickUnits } from './pick-units.ts';
import { lockWork } from './work-rows.ts';

export type ShipmentInput = {
  idempotencyKey: string;
  orderId: string;
  lines?: { orderLineId: string; quantity: number }[] | null;
};
type Answer = Refused | { shipmentId: string };

/** A parcel to be picked: of the lines that are named, or of all that is in none yet. One key, one shipment, one answer. */
export const shipmentCreator =
  (sql: Sql, ask: Pick<Client<typeof orders>, 'linesToShip'>) =>
  async ({ idempotencyKey, orderId, lines }: ShipmentInput): Promise<Answer> => {
    const badKey = keyFault(idempotencyKey);
    if (badKey) return { refused: [badKey] };
    const fingerprint = sha256(canonicalJson({ orderId, lines: lines ?? null }));
    const before = await earlier(sql, idempotencyKey, fingerprint);
    if (before) return before;
    const order = await knowOrder(sql, ask, orderId);
    if (isRefused(order)) return order;
    return transaction(sql, async (tx) => {
      const work = await lockWork(tx, orderId);
      const taken =
        await tx`INSERT INTO requests (key, fingerprint) VALUES (${idempotencyKey}, ${fingerprint}) ON CONFLICT DO NOTHING RETURNING 1`;
      if (taken.length === 0) return (await earlier(tx, idempotencyKey, fingerprint))!;
      const made = await create(tx, orderId, { ...order, status: work?.hasEnded ? 'CANCELLED' : order.status }, lines ?? null);
      const [shipmentId, refusal] = isRefused(made) ? [null, made.refused[0]!] : [made.shipmentId, null];
      await tx`UPDATE requests SET shipment_id = ${shipmentId}, refusal = ${refusal && tx.json(refusal as never)} WHERE key = ${idempotencyKey}`;
      return made;
    });
  };

type Known = Exclude<Awaited<ReturnType<typeof knowOrder>>, Refused>;

async function create(tx: TransactionSql, orderId: string, order: Known, lines: ShipmentInput['lines']): Promise<Answer> {
  if (order.status !== 'PAID' && order.status !== 'FULFILLING') {
    return refuse('ORDER_NOT_SHIPPABLE', `An order that is ${order.status} cannot be shipped.`, ['orderId']);
  }
  if (lines?.length === 0) return refuse('LINES_REQUIRED', 'Name a line at least, or leave "lines" out.', ['lines']);
  const units = await pickUnits(tx, order.lines, lines ?? null);
  if (isRefused(units)) return units;
  const shipmentId = uuidv7();
  await tx`INSERT INTO shipments (id, order_id, status) VALUES (${shipmentId}, ${orderId}, 'PENDING')`;
  await tx`INSERT INTO shipment_transitions (shipment_id, seq, to_status) VALUES (${shipmentId}, 1, 'PENDING')`;
  await tx`
    INSERT INTO shipment_lines (shipment_id, order_line_id, quantity)
    SELECT ${shipmentId}, * FROM unnest(${units.map((line) => line.orderLineId)}::uuid[], ${units.map((line) => line.quantity)}::int[])`;
  return { shipmentId };
}

async function earlier(sql: Sql | TransactionSql, key: string, fingerprint: string): Promise<Answer | null> {
  const [row] = await sql<{ fingerprint: string; shipmentId: string | null; refusal: Refusal | null }[]>`
    SELECT fingerprint, shipment_id AS "shipmentId", refusal FROM requests WHERE key = ${key}`;
  if (!row) return null;
  if (row.fingerprint !== fingerprint)
    return refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used for another shipment.', ['idempotencyKey']);
  return row.shipmentId ? { shipmentId: row.shipmentId } : { refused: [row.refusal!] };
}
