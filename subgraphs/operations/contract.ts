import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { Mended, Repair } from '../../schema/vocabulary/repair.ts';

const Finding = z.object({ invariant: z.string(), subject: z.string(), detail: z.string(), since: z.string().nullable() });
const Report = z.object({ checkedAt: z.string(), invariants: z.int(), rowsChecked: z.int(), findings: z.array(Finding) });

const Planned = Repair.extend({ context: z.string() });
const Plan = z.object({ repairs: z.array(Planned), listed: z.array(z.string()) });

export const operations = defineContract('operations', {
  commands: {
    /** Compares what the contexts have recorded; a healthy system has no finding. `always`: only what holds at any instant. */
    audit: command(z.object({ only: z.literal('always').optional() }), Report, { deadlineMs: 120_000 }),
    /**
     * The same audit, of all invariants, unless one was made within so many seconds: once for all who ask. How much it has found; null where none
     * was due. The provider's ledger is read for the first of a day.
     */
    auditWhenDue: command(z.object({ everySeconds: z.int().min(1) }), z.object({ findings: z.int().nullable() }), { deadlineMs: 120_000 }),
    /** What every context would mend of its own, recomputed from its ledgers; `listed` is what nobody mends. Touches nothing. */
    planRepairs: command(z.object({}), Plan, { deadlineMs: 300_000 }),
    /** Has mended what still reads as planned, and writes it into the append-only log under the name of who asked. */
    applyRepairs: command(
      z.object({ by: z.string(), repairs: z.array(Planned) }),
      z.object({ done: z.array(Mended.extend({ context: z.string() })) }),
      { deadlineMs: 600_000 },
    ),
  },
});
export type AuditFinding = z.infer<typeof Finding>;
export type AuditReport = z.infer<typeof Report>;
export type RepairPlan = z.infer<typeof Plan>;
