import type { Sql } from 'postgres';
import type { Sample } from '../../kit/scrape.ts';
import { auditAge, auditFindings, moneyUnaccounted as unaccounted } from '../../kit/state-metrics.ts';
import { INVARIANTS } from './invariants/all.ts';
import { lastAudit } from './kept-audits.ts';
import { moneyUnaccounted } from './money-unaccounted.ts';

/** Whether the books agree: at a glance now, and what the last audit has found. Every invariant has a figure, and so has the shop's currency. */
export async function booksSamples(sql: Sql, currency: string): Promise<Sample[]> {
  const [money, last] = await Promise.all([moneyUnaccounted(sql), lastAudit(sql)]);
  const samples = [...new Map([[currency, 0], ...money])].map(([code, value]) => ({
    gauge: unaccounted,
    labels: { currency: code },
    value,
  }));
  if (!last) return samples;
  return [
    ...samples,
    { gauge: auditAge, value: Math.max(0, last.ageSeconds) },
    ...INVARIANTS.map(({ id }) => ({ gauge: auditFindings, labels: { invariant: id }, value: last.findings[id] ?? 0 })),
  ];
}
