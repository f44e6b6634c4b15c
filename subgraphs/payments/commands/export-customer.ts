import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import type { orders } from '../../orders/contract.ts';

/** Payments of a customer's orders, the oldest first. Whose an order is, orders know. */
export async function exportCustomer(
  sql: Sql,
  ask: Pick<Client<typeof orders>, 'ordersOf'>,
  { customerId }: { customerId: string },
): Promise<{ data: unknown }> {
  const { orderIds } = await ask.ordersOf({ customerId });
  const payments = await sql`
    SELECT id, order_id AS "orderId", status, amount_minor AS "amountMinor", refunded_minor AS "refundedMinor",
      currency_code AS "currencyCode", payment_method_id AS "paymentMethodId", provider_intent_id AS "providerIntentId", created_at AS "createdAt"
    FROM payments WHERE order_id = ANY(${orderIds}::uuid[]) ORDER BY id`;
  return { data: { payments: [...payments] } };
}
