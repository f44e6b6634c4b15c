import type { Sql } from 'postgres';

/** What a customer has tried to buy, the oldest first, and what they told for it. */
export async function exportCustomer(sql: Sql, { customerId }: { customerId: string }): Promise<{ data: unknown }> {
  const attempts = await sql`
    SELECT a.created_at AS "createdAt", a.refusals AS "refusedAtOnce", s.state, s.refusals, s.ids->>'orderId' AS "orderId",
      s.input->>'email' AS email, s.input->'shippingAddress' AS "shippingAddress", s.input->>'paymentMethodId' AS "paymentMethodId"
    FROM attempts a LEFT JOIN sagas s ON s.id = a.id WHERE a.scope = ${`customer:${customerId}:checkout`} ORDER BY a.id`;
  return { data: { attempts: [...attempts] } };
}
