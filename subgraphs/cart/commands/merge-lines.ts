import type { TransactionSql } from 'postgres';
import { uuidv7 } from '../../../kit/uuid.ts';
import { groupBy } from '../../../kit/group.ts';
import type { PricedLine } from './take-lines.ts';

/** Adds lines to a locked cart: a variant that is there already gets more of it, at today's price. */
export async function mergeLines(tx: TransactionSql, cartId: string, lines: PricedLine[]): Promise<void> {
  const merged = [...groupBy(lines, (line) => line.variantId).values()].map((group) => ({
    ...group[0]!,
    quantity: group.reduce((sum, line) => sum + line.quantity, 0),
  }));
  await tx`
    INSERT INTO cart_lines AS l (id, cart_id, variant_id, quantity, unit_price_minor)
    SELECT id, ${cartId}, variant_id, quantity, price FROM unnest(${merged.map(() => uuidv7())}::uuid[], ${merged.map((line) => line.variantId)}::uuid[],
      ${merged.map((line) => line.quantity)}::int[], ${merged.map((line) => line.unitPriceMinor)}::bigint[]) AS x(id, variant_id, quantity, price)
    ON CONFLICT (cart_id, variant_id) DO UPDATE SET unit_price_minor = excluded.unit_price_minor,
      quantity = l.quantity + excluded.quantity`;
}
