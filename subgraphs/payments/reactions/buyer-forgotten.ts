import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';

/**
 * Who paid is forgotten: the request that named them, the key to their bank's page, why they wanted their money back, and what
 * the provider has told of them. Amounts, states and the provider's ids stay. A payment that is not decided still needs its request.
 */
export async function buyerForgotten(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const orderIds = (events as EventEnvelope<{ orderId: string }>[]).map((event) => event.payload.orderId);
  const payments = await tx<{ id: string; intentId: string | null }[]>`
    UPDATE payments SET create_request = NULL, client_secret = NULL
    WHERE order_id = ANY(${orderIds}::uuid[]) AND status NOT IN ('INITIATED', 'REQUIRES_ACTION')
    RETURNING id, provider_intent_id AS "intentId"`;
  await tx`UPDATE refunds SET reason = NULL WHERE payment_id = ANY(${payments.map((payment) => payment.id)}::uuid[])`;
  await tx`
    UPDATE webhook_events SET payload = '{}'
    WHERE processed_at IS NOT NULL AND intent_id = ANY(${payments.flatMap((payment) => payment.intentId ?? [])}::text[])`;
}
