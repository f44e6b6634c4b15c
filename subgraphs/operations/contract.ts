import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';

const Finding = z.object({ invariant: z.string(), subject: z.string(), detail: z.string(), since: z.string().nullable() });
const Report = z.object({ checkedAt: z.string(), invariants: z.int(), rowsChecked: z.int(), findings: z.array(Finding) });

export const operations = defineContract('operations', {
  commands: {
    /** Compares what the contexts have recorded; a healthy system has no finding. */
    audit: command(z.object({}), Report, { deadlineMs: 120_000 }),
  },
});
export type AuditFinding = z.infer<typeof Finding>;
export type AuditReport = z.infer<typeof Report>;
