import type { Sql } from 'postgres';
import type { RepairPlan } from '../contract.ts';
import { outboxes } from '../outboxes.ts';
import type { QueueDepths } from '../queues.ts';
import { type PlannedRepair, REPAIRERS, type Repairers } from '../repairer.ts';

/**
 * What each context would mend, and what nobody mends: events that were put aside, jobs that are dead. A context that cannot
 * be asked is named as something for a person: what is wrong there is not known.
 */
export async function planRepairs(sql: Sql, repairers: Repairers, queues: QueueDepths): Promise<RepairPlan> {
  const repairs: PlannedRepair[] = [];
  for (const context of REPAIRERS) {
    try {
      const planned = await repairers[context].planRepairs({});
      repairs.push(...planned.repairs.map((repair) => ({ ...repair, context })));
    } catch (error) {
      const before = `could not be asked: ${String(error).slice(0, 200)}`;
      repairs.push({ context, kind: 'context', subject: context, before, after: 'ask again when it answers', byHand: true });
    }
  }
  return { repairs, listed: [...(await quarantined(sql)), ...(await deadEvents(sql)), ...(await deadJobs(queues))] };
}

async function quarantined(sql: Sql): Promise<string[]> {
  const rows = await sql<{ reason: string; events: number; sample: string }[]>`
    SELECT quarantined AS reason, count(*)::int AS events, min(event_id) AS sample FROM payments.webhook_events
    WHERE quarantined IS NOT NULL GROUP BY 1 ORDER BY 1`;
  return rows.map(({ reason, events, sample }) => `${events} webhooks put aside as ${reason}, for example ${sample}`);
}

async function deadEvents(sql: Sql): Promise<string[]> {
  const listed: string[] = [];
  for (const context of await outboxes(sql)) {
    const rows = await sql<{ subscriber: string; type: string; events: number }[]>`
      SELECT subscriber, type, count(*)::int AS events FROM ${sql(`${context}.outbox`)}, unnest(dead) AS subscriber GROUP BY 1, 2 ORDER BY 1, 2`;
    listed.push(...rows.map(({ subscriber, type, events }) => `${events} events ${type} that ${subscriber} has failed on for good`));
  }
  return listed;
}

async function deadJobs(queues: QueueDepths): Promise<string[]> {
  const depths = (await queues?.depths()) ?? [];
  return depths.filter((queue) => queue.failed > 0).map(({ name, failed }) => `${failed} dead jobs in ${name}`);
}
