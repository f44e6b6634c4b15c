import type { Sql } from 'postgres';
import { turnLoader } from '../../kit/turn-loader.ts';
import { isUuid } from '../../kit/uuid.ts';
import { paymentColumns, type PaymentRow } from './rows.ts';

/** One statement for all orders that are asked about in one turn. */
export const createLoaders = (sql: Sql) => ({
  paymentOfOrder: turnLoader<PaymentRow | null>(async (orderIds) => {
    const rows = await sql<
      PaymentRow[]
    >`SELECT ${paymentColumns(sql)} FROM payments WHERE order_id = ANY(${orderIds.filter(isUuid)}::uuid[])`;
    const byOrder = new Map(rows.map((row) => [row.orderId, row]));
    return orderIds.map((orderId) => byOrder.get(orderId.toLowerCase()) ?? null);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
