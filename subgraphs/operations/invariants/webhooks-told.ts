import { EVENTS } from '../../webhooks/contract.ts';
import type { Invariant } from '../invariant.ts';
import { outboxes } from '../outboxes.ts';

/** What a receiver does not take is its own affair, and in the log of deliveries; that it is told is ours. */
export const webhooksTold: Invariant = {
  id: 'webhooks-told',
  when: 'quiescent',
  promise:
    'Each event that a live subscription wants to hear of has its delivery within a minute, and each delivery that may go is tried within 5 min of its time.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM webhooks.deliveries`,
  async offenders({ sql }) {
    const there = await outboxes(sql);
    const untold = [];
    for (const [name, { source }] of Object.entries(EVENTS)) {
      const [context] = source.split('.') as [string];
      if (!there.includes(context)) continue;
      untold.push(
        ...(await sql<{ subject: string; since: Date; detail: string }[]>`
        SELECT 'webhook subscription ' || s.id AS subject, min(o.occurred_at) AS since, format('%s of %s without a delivery', count(*), ${name}::text) AS detail
        FROM ${sql(`${context}.outbox`)} o JOIN webhooks.subscriptions s
          ON s.status = 'ACTIVE' AND ${name}::text = ANY(s.events) AND s.updated_at < o.occurred_at
        LEFT JOIN webhooks.deliveries d ON d.subscription_id = s.id AND d.event_id = o.event_id
        WHERE o.type = ${source} AND o.occurred_at < now() - interval '1 minute' AND o.published_at IS NOT NULL
          AND NOT 'webhooks' = ANY(o.awaiting || o.dead) AND d.id IS NULL
        GROUP BY s.id`),
      );
    }
    const late = await sql<{ subject: string; since: Date; detail: string }[]>`
      SELECT 'webhook delivery ' || d.id AS subject, d.due_at AS since, format('%s due and not tried', d.event) AS detail
      FROM webhooks.deliveries d JOIN webhooks.subscriptions s ON s.id = d.subscription_id AND s.status = 'ACTIVE'
      WHERE d.status = 'PENDING' AND d.due_at < now() - interval '5 minutes' AND (d.replay_of IS NOT NULL OR NOT EXISTS (
        SELECT FROM webhooks.deliveries e WHERE e.subscription_id = d.subscription_id AND e.subject_id = d.subject_id AND e.status = 'PENDING'
          AND e.replay_of IS NULL AND (e.occurred_at, e.position) < (d.occurred_at, d.position)))`;
    return [...untold, ...late];
  },
};
