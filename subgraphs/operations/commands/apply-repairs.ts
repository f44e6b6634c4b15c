import type { Sql } from 'postgres';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { Repair } from '../../../schema/vocabulary/repair.ts';
import { type DoneRepair, type PlannedRepair, REPAIRERS, type Repairer, type Repairers } from '../repairer.ts';

type Logged = PlannedRepair & { id: string };

/**
 * Writes down what is intended, has each context mend its own, and writes down what came of it. What needs a person is not
 * handed on, and is written down as that.
 */
export async function applyRepairs(
  sql: Sql,
  repairers: Repairers,
  { by, repairs }: { by: string; repairs: PlannedRepair[] },
): Promise<{ done: DoneRepair[] }> {
  const logged = repairs.map((repair) => ({ ...repair, id: uuidv7() }));
  await write(
    sql,
    by,
    logged.map((repair) => ({ repair, outcome: 'INTENDED', detail: null })),
  );
  const done: DoneRepair[] = [];
  for (const context of new Set([...REPAIRERS, ...logged.map((repair) => repair.context)])) {
    const own = logged.filter((repair) => repair.context === context);
    if (own.length === 0) continue;
    const outcomes = await mended(repairers[context as keyof Repairers], own);
    await write(
      sql,
      by,
      own.map((repair, i) => ({ repair, ...outcomes[i]! })),
    );
    done.push(...own.map(({ kind, subject }, i) => ({ context, kind, subject, ...outcomes[i]! })));
  }
  return { done };
}

type Outcome = Pick<DoneRepair, 'outcome' | 'detail'>;

/** In the order given. A context that is gone, or fails as a whole, has mended what it has: the next plan tells. */
async function mended(repairer: Repairer | undefined, repairs: Repair[]): Promise<Outcome[]> {
  const handed = repairs.filter((repair) => !repair.byHand);
  const answers = await asked(repairer, handed);
  return repairs.map((repair) => (repair.byHand ? { outcome: 'NEEDS_A_PERSON', detail: null } : answers[handed.indexOf(repair)]!));
}

async function asked(repairer: Repairer | undefined, repairs: Repair[]): Promise<Outcome[]> {
  if (repairs.length === 0) return [];
  try {
    if (!repairer) throw new Error('no such context mends anything');
    const { done } = await repairer.applyRepairs({ repairs });
    return done.map(({ outcome, detail }) => ({ outcome, detail }));
  } catch (error) {
    return repairs.map(() => ({ outcome: 'FAILED', detail: String(error).slice(0, 300) }));
  }
}

async function write(sql: Sql, by: string, rows: { repair: Logged; outcome: string; detail: string | null }[]): Promise<void> {
  const of = (field: 'id' | 'context' | 'kind' | 'subject' | 'before' | 'after') => rows.map(({ repair }) => repair[field]);
  await sql`
    INSERT INTO repairs (id, by, context, kind, subject, before, after, outcome, detail)
    SELECT id, ${by}, context, kind, subject, before, after, outcome, detail
    FROM unnest(${of('id')}::uuid[], ${of('context')}::text[], ${of('kind')}::text[], ${of('subject')}::text[], ${of('before')}::text[],
      ${of('after')}::text[], ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => row.detail)}::text[])
      AS x(id, context, kind, subject, before, after, outcome, detail)`;
}
