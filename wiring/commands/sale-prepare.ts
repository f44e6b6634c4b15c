import { isRefused } from '../../kit/refusal.ts';
import { checkout } from '../../subgraphs/checkout/contract.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';
import { readArguments } from '../sale/arguments.ts';
import { measured } from '../sale/measured.ts';
import { planSale } from '../sale/plan.ts';
import { poolsOf } from '../sale/pools.ts';
import { printSalePlan } from '../sale/report.ts';
import { warningsOf } from '../sale/warnings.ts';

export const help = `Usage: npm run sale:prepare -- --sale SLUG [--capacity N] [--from FILE.json] [--visitors N]

Prints what a flash sale will be like as the shop is configured, and what to scale beforehand so that as many are let in
as the merchant wants. Changes nothing.

  --sale SLUG      the sale, saved by saleSave
  --capacity N     checkouts a second that one process carries; instead of what the drill has measured
  --from FILE      the report of a flash-sale drill; the last one of this folder unless said otherwise
  --visitors N     how many will stand in line when it opens; as many as have joined so far unless said otherwise

Exit code 0: printed, with whatever warnings. 1: there is no such sale, or the report cannot be read. 2: the arguments are wrong.`;

export async function run(args: string[], config: Environment): Promise<number> {
  const asked = readArguments(args);
  if ('fault' in asked) {
    console.error(asked.fault);
    return 2;
  }
  const { figures, source } = measured(asked.from, asked.capacity);
  const sale = await withContexts(config, (transport) => transport.clientOf(checkout).lookAtSale({ slug: asked.sale }));
  if (isRefused(sale)) {
    console.error(sale.refused[0]!.message);
    return 1;
  }
  const limits = { checkoutCapacity: config.checkoutCapacity, providerCallsPerSecond: config.providerCallsPerSecond };
  const visitors = asked.visitors ?? sale.waiting;
  const plan = planSale(sale, limits, figures, visitors);
  const pools = await poolsOf(plan.needs.checkoutProcesses, plan.needs.gatewayProcesses);
  const warnings = warningsOf({ sale, plan, limits, measured: figures, connections: pools.most, simulated: !config.stripe.secretKey });
  console.log(printSalePlan({ sale, plan, limits, pools, visitors, warnings, source }));
  return 0;
}
