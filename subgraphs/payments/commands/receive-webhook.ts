import type { Sql } from 'postgres';
import type Stripe from 'stripe';
import { refuse, type Refused } from '../../../kit/refusal.ts';
import { verifiedEvent } from '../webhook-signature.ts';

type Verify = { webhooks: Stripe['webhooks']; secrets: string[] };

/** Stores a signed event once, as it came; a repeat is told as such and stored no second time. */
export async function receiveWebhook(
  sql: Sql,
  { webhooks, secrets }: Verify,
  { rawBody, signature }: { rawBody: string; signature: string },
): Promise<{ eventId: string; duplicate: boolean } | Refused> {
  const event = verifiedEvent(webhooks, Buffer.from(rawBody, 'base64'), signature, secrets);
  if (!event) return refuse('INVALID_SIGNATURE', 'This is not signed by the payment provider.');
  const stored = await sql`
    INSERT INTO webhook_events (event_id, type, payload, object_id, intent_id)
    VALUES (${event.id}, ${event.type}, ${event.payload}, ${event.objectId}, ${event.intentId})
    ON CONFLICT (event_id) DO NOTHING`;
  return { eventId: event.id, duplicate: stored.count === 0 };
}
