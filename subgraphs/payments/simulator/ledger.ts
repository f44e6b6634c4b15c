import type { Sql, TransactionSql } from 'postgres';
import type { Changes } from './effect.ts';
import type { Charge, Dispute, PaymentIntent, Refund } from './objects.ts';

/** A connection or a transaction: whatever can be asked. */
export type Queryable = Sql | TransactionSql;

// A document is the truth; the columns beside it are read out of it by Postgres, for keys, searches and the laws of money.
const TABLES = `
CREATE TABLE IF NOT EXISTS payment_intents (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  doc json NOT NULL,
  created bigint NOT NULL GENERATED ALWAYS AS ((doc->>'created')::bigint) STORED,
  order_id text GENERATED ALWAYS AS (doc->'metadata'->>'order_id') STORED,
  latest_charge text GENERATED ALWAYS AS (doc->>'latest_charge') STORED
);
CREATE INDEX IF NOT EXISTS payment_intents_by_order ON payment_intents (order_id);

CREATE TABLE IF NOT EXISTS charges (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  doc json NOT NULL,
  created bigint NOT NULL GENERATED ALWAYS AS ((doc->>'created')::bigint) STORED,
  payment_intent text NOT NULL REFERENCES payment_intents,
  amount bigint NOT NULL GENERATED ALWAYS AS ((doc->>'amount')::bigint) STORED,
  amount_captured bigint NOT NULL GENERATED ALWAYS AS ((doc->>'amount_captured')::bigint) STORED,
  amount_refunded bigint NOT NULL GENERATED ALWAYS AS ((doc->>'amount_refunded')::bigint) STORED,
  CHECK (0 <= amount_refunded AND amount_refunded <= amount_captured AND amount_captured <= amount)
);
CREATE INDEX IF NOT EXISTS charges_by_intent ON charges (payment_intent);
-- The one law a payment provider must keep: an intent takes money once.
CREATE UNIQUE INDEX IF NOT EXISTS charges_taken_once ON charges (payment_intent) WHERE amount_captured > 0;

CREATE TABLE IF NOT EXISTS refunds (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  doc json NOT NULL,
  created bigint NOT NULL GENERATED ALWAYS AS ((doc->>'created')::bigint) STORED,
  payment_intent text NOT NULL REFERENCES payment_intents,
  charge text NOT NULL REFERENCES charges,
  settles_to text
);
CREATE INDEX IF NOT EXISTS refunds_by_charge ON refunds (charge);
CREATE INDEX IF NOT EXISTS refunds_by_intent ON refunds (payment_intent);
CREATE INDEX IF NOT EXISTS refunds_unsettled ON refunds (seq) WHERE settles_to IS NOT NULL;

CREATE TABLE IF NOT EXISTS disputes (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  doc json NOT NULL,
  created bigint NOT NULL GENERATED ALWAYS AS ((doc->>'created')::bigint) STORED,
  payment_intent text NOT NULL REFERENCES payment_intents,
  charge text NOT NULL UNIQUE REFERENCES charges
);

CREATE TABLE IF NOT EXISTS events (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  doc json NOT NULL,
  created bigint NOT NULL GENERATED ALWAYS AS ((doc->>'created')::bigint) STORED,
  type text NOT NULL GENERATED ALWAYS AS (doc->>'type') STORED,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz
);
DROP INDEX IF EXISTS events_undelivered;
CREATE INDEX IF NOT EXISTS events_due ON events (next_attempt_at, seq) WHERE delivered_at IS NULL;

CREATE TABLE IF NOT EXISTS idempotency_keys (
  key text PRIMARY KEY,
  path text NOT NULL,
  fingerprint text NOT NULL,
  request_id text NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS idempotency_keys_by_age ON idempotency_keys (created_at);
`;

/** Makes the ledger's tables where they are missing. Two starts at once wait for each other. */
export async function createLedger(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(hashtext('stripe simulator ledger'))`;
    await tx.unsafe(`SET LOCAL client_min_messages = warning; ${TABLES}`);
  });
}

export interface IntentState {
  intent: PaymentIntent;
  charge: Charge | undefined;
  dispute: Dispute | undefined;
}

/** Reads an intent with its latest charge and locks it: everything that moves its money waits in line here. */
export async function lockIntent(tx: TransactionSql, id: string): Promise<IntentState | undefined> {
  const locked = await tx<{ intent: PaymentIntent }[]>`SELECT doc AS intent FROM payment_intents WHERE id = ${id} FOR UPDATE`;
  const intent = locked[0]?.intent;
  if (!intent) return undefined;
  if (!intent.latest_charge) return { intent, charge: undefined, dispute: undefined };
  // Read after the lock is held: a joined row would be the one from before the wait.
  const rows = await tx<{ charge: Charge; dispute: Dispute | null }[]>`
    SELECT c.doc AS charge, d.doc AS dispute FROM charges c LEFT JOIN disputes d ON d.charge = c.id
    WHERE c.id = ${intent.latest_charge}`;
  return { intent, charge: rows[0]?.charge, dispute: rows[0]?.dispute ?? undefined };
}

/**
 * Writes what a decision changed, events included. The statements go out together and cost one round trip. `listened`: the event types
 * that are to be sent, all where it is absent; others are done with as they come, so that no look for what is due passes over them.
 */
export async function saveChanges(
  tx: TransactionSql,
  { intent, charge, refund, dispute, events, settlesTo }: Changes,
  listened: readonly string[] | undefined,
): Promise<void> {
  const writes: Promise<unknown>[] = [];
  if (intent) {
    writes.push(tx`INSERT INTO payment_intents (id, doc) VALUES (${intent.id}, ${JSON.stringify(intent)}::text::json)
      ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`);
  }
  if (charge) writes.push(saveCharge(tx, charge));
  if (refund) writes.push(saveRefund(tx, refund, settlesTo));
  if (dispute) {
    writes.push(tx`INSERT INTO disputes (id, doc, payment_intent, charge)
      VALUES (${dispute.id}, ${JSON.stringify(dispute)}::text::json, ${dispute.payment_intent}, ${dispute.charge})`);
  }
  if (events.length > 0) {
    const ids = events.map((event) => event.id);
    const docs = events.map((event) => JSON.stringify(event));
    writes.push(tx`INSERT INTO events (id, doc, delivered_at)
      SELECT id, doc::json, CASE WHEN doc::json->>'type' <> ALL(${listened ? [...listened] : null}::text[]) THEN now() END
      FROM unnest(${ids}::text[], ${docs}::text[]) WITH ORDINALITY AS e(id, doc, n) ORDER BY n`);
  }
  await Promise.all(writes);
}

function saveCharge(tx: TransactionSql, charge: Charge): Promise<unknown> {
  return tx`INSERT INTO charges (id, doc, payment_intent)
    VALUES (${charge.id}, ${JSON.stringify(charge)}::text::json, ${charge.payment_intent})
    ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`;
}

function saveRefund(tx: TransactionSql, refund: Refund, settlesTo: string | undefined): Promise<unknown> {
  return tx`INSERT INTO refunds (id, doc, payment_intent, charge, settles_to)
    VALUES (${refund.id}, ${JSON.stringify(refund)}::text::json, ${refund.payment_intent}, ${refund.charge}, ${settlesTo ?? null})
    ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, settles_to = excluded.settles_to`;
}
