import type { SaleOutlook } from '../../subgraphs/checkout/contract.ts';
import type { ShopLimits } from '../../subgraphs/checkout/waiting-room/admission-rate.ts';
import { PROVIDER_CALLS_PER_CHECKOUT } from '../../subgraphs/payments/contract.ts';
import { count, span } from '../progress.ts';
import type { Pools } from './pools.ts';
import type { SalePlan } from './plan.ts';
import { rate } from './warnings.ts';

type About = { sale: SaleOutlook; plan: SalePlan; limits: ShopLimits; pools: Pools; visitors: number; warnings: string[]; source: string };

const BOUND = { wanted: "the sale's own rate", shop: 'CHECKOUT_CAPACITY', provider: 'PROVIDER_CALLS_PER_SECOND' };

/** The plan for the command line. */
export function printSalePlan({ sale, plan, limits, pools, visitors, warnings, source }: About): string {
  const { terms, needs } = plan;
  const line = (what: string, text: string) => `  ${what.padEnd(16)}${text}`;
  const opens = sale.opensInSeconds > 0 ? `opens in ${span(sale.opensInSeconds)}` : `opened ${span(-sale.opensInSeconds)} ago`;
  const processes = (n: number | null, of: string) => (n === null ? `not known: no capacity was measured` : `${n} of ${of}`);
  return [
    `Sale ${sale.slug} "${sale.name}": ${sale.phase}, ${opens}, lasts ${span(sale.endsInSeconds - sale.opensInSeconds)}`,
    line(
      'goods',
      `${sale.variants} variant${sale.variants === 1 ? '' : 's'}, ${count(sale.available)} units free, ${count(sale.reserved)} held`,
    ),
    line('limit', sale.maxPerCustomer === null ? 'none' : `${sale.maxPerCustomer} units a customer`),
    line('in line', `${count(sale.waiting)} so far; reckoned with ${count(visitors)}`),
    '',
    'As it is configured',
    line('wanted', `${rate(terms.wanted)}, its admissionsPerSecond`),
    line('the shop', `${rate(terms.shop)}, three quarters of CHECKOUT_CAPACITY=${limits.checkoutCapacity}`),
    line(
      'the provider',
      `${rate(terms.provider)}, PROVIDER_CALLS_PER_SECOND=${limits.providerCallsPerSecond} at ${PROVIDER_CALLS_PER_CHECKOUT} calls a checkout`,
    ),
    line('let in', `${rate(plan.admitted)}: ${BOUND[plan.boundBy]} binds`),
    line(
      'sold out',
      plan.soldOutAfterSeconds === null ? 'there is nothing to sell' : `after ${span(plan.soldOutAfterSeconds)}, at one unit an order`,
    ),
    line('the line', `is served after ${span(plan.lineServedAfterSeconds)}, as long as there is stock`),
    '',
    `To let in ${rate(terms.wanted)} (${source})`,
    line('capacity', `CHECKOUT_CAPACITY=${needs.checkoutCapacity}`),
    line('checkout', processes(needs.checkoutProcesses, `each of ${pools.buying.join(', ')}`)),
    line(
      'gateway',
      `${processes(needs.gatewayProcesses, 'them at least')}; about ${count(needs.pollsPerSecond)} polls a second at the opening`,
    ),
    line('provider', `PROVIDER_CALLS_PER_SECOND=${needs.providerCallsPerSecond}: ask the provider for that many calls a second`),
    line('Postgres', connections(pools, sale)),
    '',
    warnings.length === 0 ? 'No warnings.' : ['Warnings', ...warnings.map((text) => `  - ${text}`)].join('\n'),
  ].join('\n');
}

const connections = ({ most }: Pools, { database }: SaleOutlook): string =>
  `${most === null ? 'how many connections is not known' : `${most} connections at most`}; ${database.maxConnections} are allowed, ${database.connections} open now`;
