import type { Sql } from 'postgres';
import type { PaymentStatus } from './contract.ts';

const AUTHORIZED: PaymentStatus[] = ['AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const CAPTURED: PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

const KNOWN: Record<string, PaymentStatus[]> = {
  'payment_intent.amount_capturable_updated': AUTHORIZED,
  'payment_intent.succeeded': CAPTURED,
  'charge.succeeded': AUTHORIZED,
  'charge.captured': CAPTURED,
};

/** The same as pairs, for a statement over all events at once. */
const PAIRS = Object.entries(KNOWN).flatMap(([type, statuses]) => statuses.map((status) => ({ type, status })));

/** Marks all stored events as done with that are old news: one statement, however many they are. */
export const settleOldNews = (sql: Sql) => sql`
  UPDATE webhook_events e SET processed_at = now(), attempts = e.attempts + 1
  FROM payments p, unnest(${PAIRS.map((pair) => pair.type)}::text[], ${PAIRS.map((pair) => pair.status)}::text[]) AS known(type, status)
  WHERE e.processed_at IS NULL AND p.provider_intent_id = e.intent_id AND e.type = known.type AND p.status = known.status`;

/**
 * True when an event can only tell of what our row says already: the answer to our own call was faster, as it is for
 * nearly every payment. Such an event is done with, and the provider is not asked again. All else is looked up.
 */
export const isOldNews = (eventType: string, status: PaymentStatus): boolean => KNOWN[eventType]?.includes(status) ?? false;
