import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { customerKey } from '../sales/customer-key.ts';

type Line = { variantId: string; quantity: number };
export type Count = { attemptId: string; orderId: string; customerId: string | null; email: string; lines: readonly Line[] };
type Limit = { variantId: string; max: number; units: number };

/** Undoes what the transaction has counted so far: an attempt is counted whole or not at all. */
class LimitReached extends Error {
  constructor(readonly limit: Limit) {
    super('a limit is reached');
  }
}

/**
 * Counts an attempt's units of limited variants for its customer, as far as each limit goes: all of them or none, taken by the
 * statement's own condition, like stock. Repeatable by the attempt; nothing where no limit stands.
 */
export const countPurchase =
  (sql: Sql) =>
  async (count: Count): Promise<Refused | Record<never, never>> => {
    try {
      return await transaction(sql, (tx) => take(tx, count));
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      const { variantId, max } = error.limit;
      const line = count.lines.findIndex((one) => one.variantId === variantId);
      return refuse('CUSTOMER_LIMIT_REACHED', `One customer may buy ${max} of these in all, over all their orders.`, [
        'lines',
        String(line),
        'quantity',
      ]);
    }
  };

async function take(tx: TransactionSql, { attemptId, orderId, customerId, email, lines }: Count): Promise<Refused | Record<never, never>> {
  const limits = await limitsOf(tx, lines);
  if (limits.length === 0) return {};
  const customer = customerKey(customerId, email);
  const opened = await tx`
    INSERT INTO limit_purchases (attempt_id, state, customer_key, order_id) VALUES (${attemptId}, 'TAKEN', ${customer}, ${orderId})
    ON CONFLICT (attempt_id) DO NOTHING RETURNING 1`;
  if (opened.length === 0) {
    const [ended] = await tx`SELECT 1 FROM limit_purchases WHERE attempt_id = ${attemptId} AND state = 'GIVEN_BACK'`;
    return ended ? refuse('ATTEMPT_ENDED', 'This attempt has ended.') : {};
  }
  const [variantIds, units] = [limits.map((limit) => limit.variantId), limits.map((limit) => limit.units)];
  const counted = await tx<{ variantId: string }[]>`
    INSERT INTO limit_customers AS c (variant_id, customer_key, bought, allowed)
    SELECT variant_id, ${customer}, units, max
    FROM unnest(${variantIds}::uuid[], ${units}::int[], ${limits.map((limit) => limit.max)}::int[]) AS x(variant_id, units, max)
    WHERE units <= max ORDER BY variant_id
    ON CONFLICT (variant_id, customer_key) DO UPDATE SET bought = c.bought + excluded.bought, allowed = excluded.allowed
    WHERE c.bought + excluded.bought <= excluded.allowed RETURNING variant_id AS "variantId"`;
  const reached = limits.find((limit) => !counted.some((one) => one.variantId === limit.variantId));
  if (reached) throw new LimitReached(reached);
  await tx`
    INSERT INTO limit_units (attempt_id, variant_id, units)
    SELECT ${attemptId}, variant_id, units FROM unnest(${variantIds}::uuid[], ${units}::int[]) AS x(variant_id, units)`;
  return {};
}

/** The limits that stand on these goods, and how many units of each are wanted: two lines of one variant are one demand. */
const limitsOf = (tx: TransactionSql, lines: readonly Line[]) => tx<Limit[]>`
  SELECT variant_id AS "variantId", max_per_customer AS max, sum(x.quantity)::int AS units
  FROM unnest(${lines.map((line) => line.variantId)}::uuid[], ${lines.map((line) => line.quantity)}::int[]) AS x(variant_id, quantity)
    JOIN purchase_limits USING (variant_id) GROUP BY variant_id, max_per_customer ORDER BY variant_id`;

/** Undoes it. Leaves a tombstone, so that a first attempt that comes late counts nothing. */
export const uncountPurchase =
  (sql: Sql) =>
  ({ attemptId }: { attemptId: string }): Promise<void> =>
    transaction(sql, async (tx) => {
      // first the tombstone: who is under way under this attempt has written when this insert returns, or will find it there
      await tx`INSERT INTO limit_purchases (attempt_id, state) VALUES (${attemptId}, 'GIVEN_BACK') ON CONFLICT DO NOTHING`;
      const taken =
        await tx`UPDATE limit_purchases SET state = 'GIVEN_BACK' WHERE attempt_id = ${attemptId} AND state = 'TAKEN' RETURNING 1`;
      if (taken.length > 0) await giveBackUnits(tx, [attemptId]);
    });

/** Takes the units of attempts off their customers' counters, which are locked in the order in which they are taken. */
export async function giveBackUnits(tx: TransactionSql, attemptIds: readonly string[]): Promise<void> {
  const ids = attemptIds as string[];
  await tx`
    SELECT FROM limit_customers c WHERE EXISTS (
      SELECT FROM limit_purchases p JOIN limit_units u USING (attempt_id)
      WHERE p.attempt_id = ANY(${ids}::uuid[]) AND u.variant_id = c.variant_id AND p.customer_key = c.customer_key)
    ORDER BY variant_id, customer_key FOR UPDATE`;
  await tx`
    UPDATE limit_customers c SET bought = c.bought - x.units
    FROM (SELECT variant_id, customer_key, sum(units)::int AS units FROM limit_purchases p JOIN limit_units u USING (attempt_id)
      WHERE p.attempt_id = ANY(${ids}::uuid[]) GROUP BY 1, 2) AS x
    WHERE c.variant_id = x.variant_id AND c.customer_key = x.customer_key`;
}
