import type { Invariant } from '../invariant.ts';
import { outboxes } from '../outboxes.ts';

/** An event that a subscriber has failed on for good is a finding however old it is: what should have followed has not. */
export const outboxDrained: Invariant = {
  id: 'outbox-drained',
  when: 'quiescent',
  promise: 'What a context has said is heard by the others within 30 s, and none of them has failed on it for good.',
  async count({ sql }) {
    const counts = [];
    for (const name of await outboxes(sql))
      counts.push(
        ...(await sql<{ rows: number }[]>`
        SELECT count(*) AS rows FROM ${sql(`${name}.outbox`)} WHERE published_at IS NULL OR awaiting <> '{}' OR dead <> '{}'`),
      );
    return counts;
  },
  async offenders({ sql }) {
    const late = [];
    for (const name of await outboxes(sql)) {
      late.push(
        ...(await sql<{ subject: string; since: Date; detail: string }[]>`
        SELECT ${`outbox of ${name}`} AS subject, min(occurred_at) AS since, format('%s of %s %s', count(*), type, fault) AS detail
        FROM (
          SELECT occurred_at, type, 'not told yet' AS fault FROM ${sql(`${name}.outbox`)} WHERE published_at IS NULL
          UNION ALL
          SELECT occurred_at, type, 'not heard yet by ' || array_to_string(awaiting, ', ') FROM ${sql(`${name}.outbox`)}
          WHERE published_at IS NOT NULL AND awaiting <> '{}'
        ) AS untold WHERE occurred_at < now() - interval '30 seconds' GROUP BY type, fault
        UNION ALL
        SELECT ${`outbox of ${name}`}, min(occurred_at), format('%s of %s failed for good at %s', count(*), type, array_to_string(dead, ', '))
        FROM ${sql(`${name}.outbox`)} WHERE dead <> '{}' GROUP BY type, dead ORDER BY 3`),
      );
    }
    return late;
  },
};
