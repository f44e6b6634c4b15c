import type { SqlLike } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import type { Charge, Given } from './invariant.ts';

/** Pieces of statements that several checks share. */

/** Paid for and not taken back: its units are sold, and its money is ours. */
export const SOLD = ['PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED'];
/** Nothing may be owed for it any more. */
export const ENDED = ['CANCELLED', 'FAILED', 'REFUNDED'];
/** The money was taken, whatever was given back since. */
export const CAPTURED = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** How an attempt's id, which is a secret, shows in a finding: as it does in the log. */
export const maskedAttempt = (sql: SqlLike, id: string) => sql`left(encode(sha256(${sql(id)}::text::bytea), 'hex'), 12)`;

/** True for rows that no saga is at work on. A row without an attempt is settled. The inner name is one that no table has. */
export const isSettled = ({ sql, unsettled }: Given, attempt: string) =>
  sql`NOT EXISTS (SELECT FROM unnest(${unsettled}::uuid[]) AS open(open_attempt) WHERE open_attempt = ${sql(attempt)})`;

/** Charges of the provider as a relation: intent_id, order_id, captured, refunded, currency. An order id that is none is null. */
export const ledger = (sql: SqlLike, charges: Charge[]) => sql`
  unnest(${charges.map((charge) => charge.intentId)}::text[],
    ${charges.map(({ orderId }) => (orderId && isUuid(orderId) ? orderId : null))}::uuid[],
    ${charges.map((charge) => charge.capturedMinor)}::bigint[], ${charges.map((charge) => charge.refundedMinor)}::bigint[],
    ${charges.map((charge) => charge.currencyCode)}::text[]) AS charge(intent_id, order_id, captured, refunded, currency)`;

/** Money that the provider holds for us still. */
export const isKept = (charge: Charge): boolean => charge.capturedMinor > charge.refundedMinor;
