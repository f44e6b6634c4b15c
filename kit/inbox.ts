import type { Sql, TransactionSql } from 'postgres';
import type { EventEnvelope } from './contract.ts';
import { transaction } from './db.ts';
import { faultText } from './fault.ts';
import { groupBy } from './group.ts';

/** What a context does about the events of others: one function a type, given all new events of that type at once. */
export type Reactions = Record<string, (tx: TransactionSql, events: EventEnvelope[]) => Promise<void>>;

export type Delivery = { failed: { eventId: string; reason: string }[] };

/**
 * Hands events to a context, each at most once: an event id that the inbox knows is passed over, and what is new is
 * remembered in the transaction of its effect. When a batch fails, its events are tried one by one; only those that
 * fail alone are reported back.
 */
export async function deliver(sql: Sql, reactions: Reactions, events: EventEnvelope[]): Promise<Delivery> {
  const wanted = onceEach(events.filter((event) => reactions[event.type]));
  try {
    await react(sql, reactions, wanted);
    return { failed: [] };
  } catch (error) {
    if (wanted.length === 1) return { failed: [{ eventId: wanted[0]!.eventId, reason: faultText(error) }] };
    const each = [];
    for (const event of wanted) each.push(await deliver(sql, reactions, [event]));
    return { failed: each.flatMap((delivery) => delivery.failed) };
  }
}

/** The same event may stand twice in one batch, too. */
const onceEach = (events: EventEnvelope[]): EventEnvelope[] => [...new Map(events.map((event) => [event.eventId, event])).values()];

async function react(sql: Sql, reactions: Reactions, events: EventEnvelope[]): Promise<void> {
  if (events.length === 0) return;
  await transaction(sql, async (tx) => {
    const fresh = await tx<{ event_id: string }[]>`
      INSERT INTO inbox (event_id) SELECT unnest(${events.map((event) => event.eventId)}::uuid[]) ORDER BY 1
      ON CONFLICT DO NOTHING RETURNING event_id`;
    const ids = new Set(fresh.map((row) => row.event_id));
    const byType = groupBy(
      events.filter((event) => ids.has(event.eventId)),
      (event) => event.type,
    );
    for (const [type, group] of byType) await reactions[type]!(tx, group);
  });
}
