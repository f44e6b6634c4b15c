import { isUuid } from '../../../kit/uuid.ts';
import { catchUp } from '../close-intent.ts';
import type { PaymentStatus } from '../contract.ts';
import { isClosed } from '../observation.ts';
import { isOldNews } from '../old-news.ts';
import type { Intent } from '../provider.ts';
import { learnRefund } from '../refund-news.ts';
import { findPayment, paymentColumns, type PaymentRow } from '../rows.ts';
import type { Tools } from '../tools.ts';

type Stored = {
  eventId: string;
  type: string;
  payload: string;
  objectId: string | null;
  intentId: string | null;
  processedAt: Date | null;
};
const DONE = null;

/**
 * Applies a stored event: not what it says, but how its intent stands at the provider now. What cannot be ours is put
 * aside with a reason. Throws `ProviderUnavailable` while the provider cannot be asked; repeatable.
 */
export async function applyWebhook(
  tools: Tools,
  { eventId, livemode }: { eventId: string; livemode: boolean },
): Promise<Record<string, never>> {
  const { sql, log } = tools;
  const [event] = await sql<Stored[]>`
    UPDATE webhook_events SET attempts = attempts + 1 WHERE event_id = ${eventId}
    RETURNING event_id AS "eventId", type, payload, object_id AS "objectId", intent_id AS "intentId", processed_at AS "processedAt"`;
  if (!event) log.warn({ event_id: eventId }, 'there is no such webhook event');
  if (!event || event.processedAt) return {};
  const reason = strangerOf(event, livemode) ?? (await apply(tools, event));
  if (reason) log.error({ event_id: eventId, type: event.type, reason }, 'a webhook event was put aside');
  // what the provider tells late of a buyer who is forgotten by now is not kept
  await sql`
    UPDATE webhook_events e SET processed_at = now(), quarantined = ${reason}, payload = CASE WHEN EXISTS (
      SELECT FROM payments p WHERE p.provider_intent_id = e.intent_id AND p.create_request IS NULL) THEN '{}' ELSE payload END
    WHERE event_id = ${eventId} AND processed_at IS NULL`;
  return {};
}

/** An event of another account, or of test mode while we are live. */
function strangerOf({ payload }: Stored, livemode: boolean): string | null {
  const event = JSON.parse(payload) as { livemode?: boolean; account?: string };
  if (event.account) return 'it is about another account';
  return event.livemode === livemode ? null : 'it is of the other mode (live or test)';
}

/** The reason to put the event aside, or null when it is done with. */
async function apply(tools: Tools, event: Stored): Promise<string | null> {
  if (event.type.startsWith('refund.') && event.objectId) {
    const refund = await tools.provider.retrieveRefund(event.objectId);
    if (refund) await learnRefund(tools, refund);
  }
  if (!event.intentId) return DONE;
  const [known] = await tools.sql<{ status: PaymentStatus }[]>`SELECT status FROM payments WHERE provider_intent_id = ${event.intentId}`;
  if (known && isOldNews(event.type, known.status)) return DONE;
  const intent = await tools.provider.retrieve(event.intentId);
  if (!intent) return 'the provider does not know its intent';
  const payment = await paymentOf(tools, intent);
  if (!payment) return 'no payment of ours belongs to its intent';
  if (payment.providerIntentId !== intent.id) return clearAway(tools, payment, intent);
  await catchUp(tools, payment.id, intent, { name: `webhook ${event.type}`, tell: true });
  return DONE;
}

async function paymentOf({ sql }: Tools, intent: Intent): Promise<PaymentRow | null> {
  const [row] = await sql<PaymentRow[]>`SELECT ${paymentColumns(sql)} FROM payments WHERE provider_intent_id = ${intent.id}`;
  if (row) return row;
  return intent.paymentId && isUuid(intent.paymentId) ? findPayment(sql, intent.paymentId) : null;
}

/** An intent that was made for a payment and is not the one it uses: nobody was given the means to pay it. */
async function clearAway({ provider }: Tools, payment: PaymentRow, intent: Intent): Promise<string | null> {
  const isBeingMade = payment.status === 'INITIATED' && !payment.providerIntentId;
  if (isBeingMade || isClosed(intent)) return DONE;
  const answer = await provider.cancel(intent.id);
  return answer.kind === 'intent' ? DONE : 'its intent is not the one that its payment uses, and cannot be cancelled';
}
