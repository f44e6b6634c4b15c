import { operations } from '../../subgraphs/operations/contract.ts';
import { printAudit } from '../../subgraphs/operations/report.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run audit

Compares what the contexts and the payment provider have recorded, and names every promise that is broken.
Exit code 0: all hold. 1: there are findings.`;

export async function run(_: string[], config: Environment): Promise<number> {
  const report = await withContexts(config, (transport) => transport.clientOf(operations).audit({}));
  console.log(printAudit(report));
  return report.findings.length > 0 ? 1 : 0;
}
