import type { TransactionSql } from 'postgres';
import { type Refused, refuse } from '../../../kit/refusal.ts';

type Units = { orderLineId: string; quantity: number };
/** A line of an order: `open` units of it are to leave at all. */
type Line = { orderLineId: string; open: number };

/** Takes units of an order's lines for one shipment; its work is locked, and the CHECK underneath has the last word. */
export async function pickUnits(tx: TransactionSql, lines: readonly Line[], named: Units[] | null): Promise<Refused | Units[]> {
  const rows = await tx<{ id: string; allocated: number }[]>`
    SELECT order_line_id AS id, allocated FROM work_lines WHERE order_line_id = ANY(${lines.map((line) => line.orderLineId)}::uuid[])`;
  const free = new Map(
    lines.map(({ orderLineId, open }) => [orderLineId, open - (rows.find((row) => row.id === orderLineId)?.allocated ?? 0)]),
  );
  const units = named ? summed(free, named) : [...free].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
  if ('refused' in units) return units;
  const taken = units.filter(({ quantity }) => quantity > 0);
  if (taken.length === 0) return refuse('NOTHING_TO_SHIP', 'Every line of this order is in a shipment already.', ['orderId']);
  await tx`
    UPDATE work_lines w SET allocated = w.allocated + x.quantity
    FROM unnest(${taken.map((line) => line.orderLineId)}::uuid[], ${taken.map((line) => line.quantity)}::int[]) AS x(id, quantity)
    WHERE w.order_line_id = x.id`;
  return taken;
}

/** What was named, line by line; a line may be named twice. */
function summed(free: Map<string, number>, named: Units[]): Refused | Units[] {
  const sums = new Map<string, number>();
  for (const [i, { orderLineId, quantity }] of named.entries()) {
    const left = free.get(orderLineId);
    const sum = (sums.get(orderLineId) ?? 0) + quantity;
    if (left === undefined) return refuse('LINE_NOT_FOUND', 'The order has no such line.', ['lines', String(i), 'orderLineId']);
    if (quantity < 1) return refuse('INVALID_QUANTITY', 'A quantity is a whole number from 1 on.', ['lines', String(i), 'quantity']);
    if (sum > left) return refuse('QUANTITY_EXCEEDED', `Only ${left} of this line can still be shipped.`, ['lines', String(i), 'quantity']);
    sums.set(orderLineId, sum);
  }
  return [...sums].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
}
