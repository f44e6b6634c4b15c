import type { Sql, TransactionSql } from 'postgres';
import { TryAgain, transaction } from '../../../kit/db.ts';
import { isRefused, type Refused, refuse } from '../../../kit/refusal.ts';
import { customerKey } from '../sales/customer-key.ts';
import type { Admission, Brought } from './admission-token.ts';
import type { Forgetting } from './early-polls.ts';
import { type GoodsOfSale, invalidToken, type Line, neededAdmission, salesOf } from './needed-admission.ts';

export type Use = {
  attemptId: string;
  orderId: string;
  cartId: string | null;
  customerId: string | null;
  email: string;
  /** Attempts that were written down before there were sales lack it. */
  admission?: Brought | undefined;
  lines: readonly Line[];
};
type Taken = { saleId: string; ticketId: string; units: number } | Record<never, never>;

const LIMIT_REACHED = (max: number): Refused =>
  refuse('CUSTOMER_LIMIT_REACHED', `In this sale one customer may buy ${max} in all, over all their orders.`, ['lines']);

/**
 * What an attempt takes of a sale: its ticket, which is good for one order, and units of its customer's limit. Both or neither,
 * repeatable by the attempt; nothing where the goods are in no sale.
 */
export const useAdmission =
  (sql: Sql, polls: Forgetting) =>
  async (use: Use): Promise<Taken | Refused> => {
    const needed = neededAdmission(await salesOf(sql, use.lines), use.admission ?? null);
    if (needed === null) return {};
    if (isRefused(needed)) return needed;
    const taken = await transaction(sql, (tx) => take(tx, use, needed));
    polls.forget([needed.admission.ticketId]);
    return taken;
  };

async function take(
  tx: TransactionSql,
  use: Use,
  { sale, admission }: { sale: GoodsOfSale; admission: Admission },
): Promise<Taken | Refused> {
  const known = await purchaseOf(tx, use.attemptId);
  if (known) return known.state === 'TAKEN' ? answerOf(sale, admission) : invalidToken();
  const bindsTo = use.cartId ?? use.attemptId;
  const [ticket] = await tx`
    SELECT 1 FROM tickets WHERE id = ${admission.ticketId} AND sale_id = ${sale.saleId} AND status = 'ADMITTED'
      AND expires_at > now() AND coalesce(bound_to, ${bindsTo}) = ${bindsTo} FOR UPDATE`;
  if (!ticket) return invalidToken();
  const customer = customerKey(use.customerId, use.email);
  if (!(await count(tx, sale, customer))) return LIMIT_REACHED(sale.maxPerCustomer!);
  await tx`
    UPDATE tickets SET status = 'USED', bound_to = ${bindsTo}, used_by = ${use.attemptId}, used_at = now() WHERE id = ${admission.ticketId}`;
  const written = await tx`
    INSERT INTO sale_purchases (attempt_id, state, sale_id, ticket_id, customer_key, order_id, units)
    VALUES (${use.attemptId}, 'TAKEN', ${sale.saleId}, ${admission.ticketId}, ${customer}, ${use.orderId}, ${sale.units})
    ON CONFLICT DO NOTHING RETURNING 1`;
  // this attempt was ended, or is taken up elsewhere, since it was looked for: what that has left decides
  if (written.length === 0) throw new TryAgain('this attempt has been settled meanwhile');
  return answerOf(sale, admission);
}

const answerOf = ({ saleId, units }: GoodsOfSale, { ticketId }: Admission): Taken => ({ saleId, ticketId, units });

type Purchase = { state: 'TAKEN' | 'GIVEN_BACK' | 'RETURNED'; saleId: string | null; ticketId: string; customerKey: string; units: number };

/** What an attempt has taken, held until the end of the transaction. */
async function purchaseOf(tx: TransactionSql, attemptId: string): Promise<Purchase | undefined> {
  const [row] = await tx<Purchase[]>`
    SELECT state, sale_id AS "saleId", ticket_id AS "ticketId", customer_key AS "customerKey", units FROM sale_purchases
    WHERE attempt_id = ${attemptId} FOR UPDATE`;
  return row;
}

/** Counts units for a customer, as far as their limit goes: taken by the statement's own condition, like stock. */
async function count(tx: TransactionSql, { saleId, units, maxPerCustomer: max }: GoodsOfSale, customer: string): Promise<boolean> {
  if (max !== null && units > max) return false;
  const counted = await tx`
    INSERT INTO sale_customers AS c (sale_id, customer_key, bought, allowed) VALUES (${saleId}, ${customer}, ${units}, ${max})
    ON CONFLICT (sale_id, customer_key) DO UPDATE SET bought = c.bought + ${units}, allowed = ${max}
    WHERE ${max}::int IS NULL OR c.bought + ${units} <= ${max}::int RETURNING 1`;
  return counted.length > 0;
}

/**
 * Undoes it. The ticket is ADMITTED again for as long as it was when it was taken: the time of an attempt that failed is not
 * the visitor's loss. One bound to the attempt is free for their next. Leaves a tombstone where goods are in a sale, so that a
 * first attempt that comes late takes nothing.
 */
export const giveBackAdmission =
  (sql: Sql, polls: Forgetting) =>
  async ({ attemptId, lines }: { attemptId: string; lines: readonly Line[] }): Promise<void> => {
    const ticketId = await transaction(sql, (tx) => giveBack(tx, attemptId, lines));
    if (ticketId) polls.forget([ticketId]);
  };

async function giveBack(tx: TransactionSql, attemptId: string, lines: readonly Line[]): Promise<string | null> {
  // first the tombstone: who is under way under this attempt has written when this insert returns, or will find it there
  await tx`
    INSERT INTO sale_purchases (attempt_id, state)
    SELECT ${attemptId}, 'GIVEN_BACK' WHERE EXISTS (SELECT FROM sale_variants WHERE variant_id = ANY(${lines.map((line) => line.variantId)}::uuid[]))
    ON CONFLICT DO NOTHING`;
  const purchase = await purchaseOf(tx, attemptId);
  if (!purchase?.saleId) return null;
  await tx`
    UPDATE tickets SET status = 'ADMITTED', expires_at = now() + (expires_at - used_at), used_by = NULL, used_at = NULL,
      bound_to = nullif(bound_to, ${attemptId}) WHERE id = ${purchase.ticketId} AND used_by = ${attemptId}`;
  if (purchase.state === 'TAKEN') await uncount(tx, purchase);
  await tx`UPDATE sale_purchases SET state = 'GIVEN_BACK' WHERE attempt_id = ${attemptId}`;
  return purchase.ticketId;
}

const uncount = (tx: TransactionSql, { saleId, customerKey: customer, units }: Purchase) =>
  tx`UPDATE sale_customers SET bought = bought - ${units} WHERE sale_id = ${saleId} AND customer_key = ${customer}`;
