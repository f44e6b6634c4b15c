import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { BURST_S } from './admission-bucket.ts';

/**
 * Makes the draw, once: from here on it is settled who came early, and their lots say in which order (shuffle.ts). Whoever
 * joins holds the sale for that moment, so that nobody who is on the way is left out and nobody comes early afterwards.
 * Places are given by it bit by bit (places.ts).
 */
export const draw = (sql: Sql, saleId: string): Promise<void> =>
  transaction(sql, async (tx) => {
    const [sale] = await tx`SELECT 1 FROM sales WHERE id = ${saleId} AND drawn_at IS NULL AND opens_at <= now() FOR UPDATE`;
    if (sale) await tx`UPDATE sales SET drawn_at = now(), refilled_at = opens_at - ${BURST_S} * interval '1 second' WHERE id = ${saleId}`;
  });
