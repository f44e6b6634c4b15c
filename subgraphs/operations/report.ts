import { groupBy } from '../../kit/group.ts';
import type { AuditFinding, AuditReport } from './contract.ts';
import { INVARIANTS } from './invariants/all.ts';

const WIDTH = 44;

/** An audit for the command line: the findings as a table, by invariant; one line when there are none. */
export function printAudit({ checkedAt, invariants, rowsChecked, findings }: AuditReport): string {
  const scope = `${invariants} invariants on ${rowsChecked.toLocaleString('en')} rows at ${checkedAt}`;
  if (findings.length === 0) return `All is well: ${scope}, no finding.`;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const tables = [...groupBy(findings, (finding) => finding.invariant)].map(([id, group]) => table(id, group));
  return [`${count}: ${scope}.`, ...tables].join('\n\n');
}

function table(id: string, findings: AuditFinding[]): string {
  const promise = INVARIANTS.find((invariant) => invariant.id === id)?.promise ?? '';
  const width = Math.max(WIDTH, ...findings.map((finding) => finding.subject.length));
  const rows = findings.map(
    ({ subject, detail, since }) => `  ${subject.padEnd(width)}  ${since?.slice(0, 19).concat('Z') ?? '-'.padEnd(20)}  ${detail}`,
  );
  return [`${id}: ${promise}`, `  ${'subject'.padEnd(width)}  ${'since'.padEnd(20)}  detail`, ...rows].join('\n');
}
