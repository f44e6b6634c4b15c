import type { Sql } from 'postgres';
import type { Offered } from '../delivery/rates.ts';

/** What the buyer of a cart was told last: of which state of it, and what it would cost. */
export type Told = {
  reservationId: string;
  cartVersion: number | null;
  subtotalMinor: number | null;
  /** Ways of delivery and their prices, to one destination (`destinationKey`). */
  delivery: { to: string; options: Offered[] } | null;
  /** Its time has not run out. */
  lives: boolean;
};

export async function toldOf(sql: Sql, cartId: string): Promise<Told | null> {
  const [row] = await sql<Told[]>`
    SELECT reservation_id AS "reservationId", cart_version AS "cartVersion", subtotal_minor AS "subtotalMinor", delivery,
      coalesce(expires_at > now(), false) AS lives
    FROM checkouts WHERE cart_id = ${cartId}`;
  return row ?? null;
}
