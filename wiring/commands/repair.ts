import { hostname, userInfo } from 'node:os';
import { operations } from '../../subgraphs/operations/contract.ts';
import { printDone, printPlan } from '../../subgraphs/operations/repair-report.ts';
import { printAudit } from '../../subgraphs/operations/report.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run repair -- --plan | --apply

Recomputes from the ledgers what the audit compares: stock counters, sagas that do not go on, holds that were left over,
payments about which the provider says otherwise.

  --plan    prints what would be mended, and touches nothing
  --apply   prints the same, mends what still reads as planned, and audits; what was done stands in operations.repairs

Both may run beside a running shop. Exit code of --plan: 0 when nothing is to be mended, 1 when something is. Of --apply:
0 when the audit that follows is clean, else 1. 2: the arguments are wrong.`;

export async function run(args: string[], config: Environment): Promise<number> {
  const [mode] = args;
  if (args.length !== 1 || (mode !== '--plan' && mode !== '--apply')) {
    console.log(help);
    return args.length === 0 ? 0 : 2;
  }
  return withContexts(config, async (transport) => {
    const ask = transport.clientOf(operations);
    const plan = await ask.planRepairs({});
    console.log(printPlan(plan));
    if (mode === '--plan') return plan.repairs.length > 0 ? 1 : 0;
    if (plan.repairs.length > 0) {
      const { done } = await ask.applyRepairs({ by: `${userInfo().username}@${hostname()}`, repairs: plan.repairs });
      console.log(`\n${printDone(done)}`);
    }
    const report = await ask.audit({});
    console.log(`\n${printAudit(report)}`);
    return report.findings.length > 0 ? 1 : 0;
  });
}
