import { present } from '../ask.ts';
import { catchUp } from '../close-intent.ts';
import type { Tools } from '../tools.ts';

/**
 * Asks the provider about payments that are undecided, or dead with an intent that is still open, and that have not been
 * looked at for so long; least recently seen first. One that cannot be asked about does not keep the others waiting.
 */
export async function reconcile(
  tools: Tools,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ checked: number }> {
  const { sql, provider, log } = tools;
  const due = await sql<{ id: string; intentId: string }[]>`
    UPDATE payments SET checked_at = now() WHERE id IN (
      SELECT id FROM payments
      WHERE intent_open AND greatest(checked_at, updated_at) <= now() - ${olderThanSeconds} * interval '1 second'
      ORDER BY greatest(checked_at, updated_at) LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, provider_intent_id AS "intentId"`;
  let checked = 0;
  for (const { id, intentId } of due) {
    try {
      await catchUp(tools, id, await present(provider, intentId), { name: 'reconcile', tell: true });
      checked += 1;
    } catch (error) {
      log.warn({ err: error, payment_id: id }, 'a payment could not be reconciled; the next round asks again');
    }
  }
  return { checked };
}
