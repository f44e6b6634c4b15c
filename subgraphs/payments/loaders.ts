import DataLoader from 'dataloader';
import type { Sql } from 'postgres';
import { isUuid } from '../../kit/uuid.ts';
import { paymentColumns, type PaymentRow } from './rows.ts';

/** Made anew for each request; one statement for all orders that it asks about. */
export const createLoaders = (sql: Sql) => ({
  paymentOfOrder: new DataLoader<string, PaymentRow | null>(async (orderIds) => {
    const rows = await sql<
      PaymentRow[]
    >`SELECT ${paymentColumns(sql)} FROM payments WHERE order_id = ANY(${orderIds.filter(isUuid)}::uuid[])`;
    const byOrder = new Map(rows.map((row) => [row.orderId, row]));
    return orderIds.map((orderId) => byOrder.get(orderId.toLowerCase()) ?? null);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
