import { operations } from '../../subgraphs/operations/contract.ts';
import { printAudit } from '../../subgraphs/operations/report.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run audit [-- --always]

Compares what the contexts and the payment provider have recorded, and names every promise that is broken.

  --always   only what must hold at any instant, whatever is under way: cheap enough for each second

Exit code 0: all hold. 1: there are findings. 2: the arguments are wrong.`;

export async function run(args: string[], config: Environment): Promise<number> {
  if (args.some((arg) => arg !== '--always')) {
    console.log(help);
    return 2;
  }
  const scope = args.includes('--always') ? { only: 'always' as const } : {};
  const report = await withContexts(config, (transport) => transport.clientOf(operations).audit(scope));
  console.log(printAudit(report));
  return report.findings.length > 0 ? 1 : 0;
}
