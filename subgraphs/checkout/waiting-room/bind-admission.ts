import type { Sql } from 'postgres';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import type { Brought } from './admission-token.ts';
import { invalidToken, type Line, neededAdmission, salesOf } from './needed-admission.ts';

export type Bound = { ticketId: string } | null;

/** Binds an admission to the cart that stock is to be held for; null where its goods are in no sale. Repeatable. */
export const bindAdmission =
  (sql: Sql) =>
  async (cartId: string, lines: readonly Line[], brought: Brought): Promise<Bound | Refused> => {
    const needed = neededAdmission(await salesOf(sql, lines), brought);
    if (needed === null || isRefused(needed)) return needed;
    const { ticketId, saleId } = needed.admission;
    const bound = await sql`
      UPDATE tickets SET bound_to = ${cartId} WHERE id = ${ticketId} AND sale_id = ${saleId} AND status = 'ADMITTED'
        AND expires_at > now() AND coalesce(bound_to, ${cartId}) = ${cartId} RETURNING 1`;
    return bound.length > 0 ? { ticketId } : invalidToken();
  };

/** Stock is held: the admission is good for as long as that. */
export const extendAdmission = async (sql: Sql, ticketId: string, expiresAt: string): Promise<void> => {
  await sql`UPDATE tickets SET expires_at = greatest(expires_at, ${expiresAt}::text::timestamptz) WHERE id = ${ticketId} AND status = 'ADMITTED'`;
};
