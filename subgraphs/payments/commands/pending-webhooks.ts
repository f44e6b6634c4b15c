import type { Sql } from 'postgres';
import { settleOldNews } from '../old-news.ts';

/**
 * Events that are stored and not applied: least tried first, so that those which always fail stand in nobody's way, then the
 * oldest. What our rows say already is settled on the way.
 */
export async function pendingWebhooks(
  sql: Sql,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ eventIds: string[] }> {
  await settleOldNews(sql);
  const rows = await sql<{ eventId: string }[]>`
    SELECT event_id AS "eventId" FROM webhook_events
    WHERE processed_at IS NULL AND received_at <= now() - ${olderThanSeconds} * interval '1 second'
    ORDER BY attempts, received_at, event_id LIMIT ${limit}`;
  return { eventIds: rows.map((row) => row.eventId) };
}
