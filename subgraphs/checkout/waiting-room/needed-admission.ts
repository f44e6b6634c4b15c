import type { Sql } from 'postgres';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import type { Phase } from '../sales/sale.ts';
import { phaseOf } from '../sales/sale-rows.ts';
import type { Admission, Brought } from './admission-token.ts';

export type Line = { variantId: string; quantity: number };
/** A sale that some of the goods are in, and how many units of them. */
export type GoodsOfSale = { saleId: string; name: string; phase: Phase; opensAt: Date; maxPerCustomer: number | null; units: number };

/** Sales of these goods that are not over yet: one statement, which finds nothing where there is no sale. */
export async function salesOf(sql: Sql, lines: readonly Line[]): Promise<GoodsOfSale[]> {
  return sql<GoodsOfSale[]>`
    SELECT s.id AS "saleId", s.name, ${phaseOf(sql)} AS phase, s.opens_at AS "opensAt", s.max_per_customer AS "maxPerCustomer",
      sum(x.quantity)::int AS units
    FROM unnest(${lines.map((line) => line.variantId)}::uuid[], ${lines.map((line) => line.quantity)}::int[]) AS x(variant_id, quantity)
      JOIN sale_variants v ON v.variant_id = x.variant_id JOIN sales s ON s.id = v.sale_id
    WHERE s.ends_at > now() GROUP BY s.id ORDER BY s.id`;
}

const required = (message: string) => refuse('WAITING_ROOM_TOKEN_REQUIRED', message, ['waitingRoomToken']);
export const invalidToken = (): Refused =>
  refuse('WAITING_ROOM_TOKEN_INVALID', 'This admission is not good for this purchase, or no longer.', ['waitingRoomToken']);

/** What the goods ask for, and whether what was brought could be that: nothing at all, or the one sale and its admission. Pure. */
export function neededAdmission(
  sales: readonly GoodsOfSale[],
  brought: Brought,
): { sale: GoodsOfSale; admission: Admission } | null | Refused {
  const sale = sales[0];
  if (!sale) return null;
  const closed = sales.find((one) => one.phase === 'SCHEDULED');
  if (closed) return required(`The sale "${closed.name}" opens at ${closed.opensAt.toISOString()}. Its waiting room admits you then.`);
  if (!brought) return required(`The sale "${sale.name}" is running. Its waiting room admits you.`);
  if (sales.length > 1)
    return refuse('WAITING_ROOM_TOKEN_INVALID', 'An admission is good for one sale. Buy what is in another apart.', ['waitingRoomToken']);
  return brought === 'INVALID' || brought.saleId !== sale.saleId ? invalidToken() : { sale, admission: brought };
}
