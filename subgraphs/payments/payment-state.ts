import type { Sql } from 'postgres';
import type { Sample } from '../../kit/scrape.ts';
import { paymentsUndecided, paymentUndecidedOldest, providerWebhookOldest, providerWebhooks } from '../../kit/state-metrics.ts';

const COUNTED = 10_000;

type Row = { webhooks: number; webhookOldest: number; undecided: number; undecidedOldest: number };

/** What the provider has told and nobody has applied yet, and what it has not told yet. By the indexes of just these rows. */
export async function paymentSamples(sql: Sql): Promise<Sample[]> {
  const [row] = await sql<Row[]>`
    SELECT w.rows AS webhooks, w.oldest AS "webhookOldest", p.rows AS undecided, p.oldest AS "undecidedOldest"
    FROM (SELECT count(*)::int AS rows, coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)::float8 AS oldest
      FROM (SELECT received_at FROM webhook_events WHERE processed_at IS NULL ORDER BY received_at LIMIT ${COUNTED}) AS pending) AS w,
    (SELECT count(*)::int AS rows, coalesce(extract(epoch FROM clock_timestamp() - min(updated_at)), 0)::float8 AS oldest
      FROM (SELECT updated_at FROM payments WHERE intent_open ORDER BY updated_at LIMIT ${COUNTED}) AS open) AS p`;
  return [
    { gauge: providerWebhooks, value: row!.webhooks },
    { gauge: providerWebhookOldest, value: Math.max(0, row!.webhookOldest) },
    { gauge: paymentsUndecided, value: row!.undecided },
    { gauge: paymentUndecidedOldest, value: Math.max(0, row!.undecidedOldest) },
  ];
}
