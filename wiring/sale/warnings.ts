import type { SaleOutlook } from '../../subgraphs/checkout/contract.ts';
import type { ShopLimits } from '../../subgraphs/checkout/waiting-room/admission-rate.ts';
import type { Measured, SalePlan } from './plan.ts';

type About = {
  sale: SaleOutlook;
  plan: SalePlan;
  limits: ShopLimits;
  measured: Measured;
  /** Connections of all processes that are planned for, if it is known how many. */
  connections: number | null;
  simulated: boolean;
};

/** What would go wrong at the opening, a line each. Pure. */
export function warningsOf({ sale, plan, limits, measured, connections, simulated }: About): string[] {
  const { checkoutsPerSecond: carries } = measured;
  const lasts = Math.min(sale.endsInSeconds, sale.endsInSeconds - sale.opensInSeconds);
  const cases: [boolean, string][] = [
    [sale.phase === 'ENDED', 'The sale is over: nothing of it can be changed any more.'],
    [sale.phase === 'OPEN', 'The sale has opened already: what is scaled now comes late.'],
    [sale.variants > 0 && sale.available === 0, 'No unit of it is free: nobody will be let in.'],
    [sale.paused, 'It is paused: nobody is let in before RESUME.'],
    [sale.draining, 'It drains: nobody can join the line before QUEUE_ALL or RESUME.'],
    [sale.maxPerCustomer === null, 'There is no limit per customer: one may buy all of it, order by order.'],
    [carries === null, 'No capacity was measured: run the flash-sale drill, or give --capacity. How many processes it takes is not known.'],
    [
      carries !== null && limits.checkoutCapacity > carries,
      `CHECKOUT_CAPACITY is ${limits.checkoutCapacity}, and one process was measured at ${carries}/s: that takes ${Math.ceil(limits.checkoutCapacity / (carries ?? 1))} of each.`,
    ],
    [
      plan.boundBy !== 'wanted',
      `${rate(plan.admitted)} are let in, not the ${rate(plan.terms.wanted)} that are wanted: ${plan.boundBy === 'shop' ? 'CHECKOUT_CAPACITY' : 'PROVIDER_CALLS_PER_SECOND'} binds.`,
    ],
    [
      plan.soldOutAfterSeconds !== null && plan.soldOutAfterSeconds > lasts,
      `At one unit an order it is not sold out when it ends: that takes ${Math.ceil((plan.soldOutAfterSeconds ?? 0) / 60)} minutes, and it lasts ${Math.floor(Math.max(0, lasts) / 60)}.`,
    ],
    [
      sale.beside > 0,
      `${sale.beside} other sale${sale.beside === 1 ? ' runs' : 's run'} at some of the same time: rooms with waiters share the rate.`,
    ],
    [
      connections !== null && connections > sale.database.maxConnections,
      `All pools together may open ${connections} connections, and Postgres allows ${sale.database.maxConnections}.`,
    ],
    [simulated, 'Payments are simulated: no money moves.'],
  ];
  return cases.flatMap(([holds, text]) => (holds ? [text] : []));
}

/** So many a second, to a tenth. */
export const rate = (perSecond: number): string => `${Math.round(perSecond * 10) / 10}/s`;
