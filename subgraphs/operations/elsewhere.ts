import type { SqlLike } from '../../kit/db.ts';
import type { AuditReport } from './contract.ts';

/** Whether some of the contexts are shown here from databases of their own (kit/linked-schema.ts). */
export const hasLinks = async (sql: SqlLike): Promise<boolean> =>
  (await sql<{ some: boolean }[]>`SELECT EXISTS (SELECT FROM pg_foreign_table) AS some`)[0]!.some;

/** No such schema or table; a link that leads nowhere (08...), or whose other end does not answer as it should (HV...). */
export const isOutOfReach = (error: unknown): boolean => {
  const code = (error as { code?: string } | null)?.code ?? '';
  return code === '3F000' || code === '42P01' || code === '42501' || code.startsWith('HV') || code === '08001' || code === '08006';
};

/** The later report, with what the earlier one has found, too. */
export function inBoth<R extends AuditReport>(earlier: R, later: R): R {
  const known = new Set(earlier.findings.map(({ invariant, subject }) => `${invariant} ${subject}`));
  return { ...later, findings: later.findings.filter(({ invariant, subject }) => known.has(`${invariant} ${subject}`)) };
}
