import type { RepairPlan } from './contract.ts';
import type { DoneRepair, PlannedRepair } from './repairer.ts';

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** A plan for the command line: one block a repair, what is only listed, and a line that sums up. */
export function printPlan({ repairs, listed }: RepairPlan): string {
  const rows = repairs.map((repair) => block(repair, repair.byHand ? 'NEEDS A PERSON' : 'can be mended'));
  const notes = listed.length > 0 ? [['Only listed, not mended here:', ...listed.map((line) => `  ${line}`)].join('\n')] : [];
  const byHand = repairs.filter((repair) => repair.byHand).length;
  const sum =
    repairs.length === 0
      ? 'Nothing is to be mended.'
      : `${count(repairs.length - byHand, 'repair')} can be made; ${byHand === 1 ? '1 needs' : `${byHand} need`} a person.`;
  return [...rows, ...notes, sum].join('\n\n');
}

/** What came of a plan, one line a repair, and a line that sums up. */
export function printDone(done: DoneRepair[]): string {
  const width = Math.max(0, ...done.map((one) => one.subject.length));
  const rows = done.map(
    ({ context, subject, outcome, detail }) =>
      `  ${context.padEnd(10)}  ${subject.padEnd(width)}  ${outcome.replaceAll('_', ' ').toLowerCase()}${detail ? ` (${detail})` : ''}`,
  );
  const mended = done.filter((one) => one.outcome === 'MENDED').length;
  return [...rows, `${count(mended, 'repair')} of ${done.length} made; all of it stands in operations.repairs.`].join('\n');
}

const block = ({ context, kind, subject, before, after }: PlannedRepair, what: string): string =>
  [`${context}  ${kind}  ${subject}  (${what})`, `  now:    ${before}`, `  would:  ${after}`].join('\n');
