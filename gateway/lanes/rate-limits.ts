import { type Rate, rateLimiter } from '../../kit/rate-limiter.ts';
import { rateLimited } from '../../kit/telemetry.ts';
import type { Call } from './calls.ts';
import { isLoopback } from './client-address.ts';
import { customerOf } from './customer-of.ts';
import type { Lane } from './lane-limits.ts';

/** GraphQL requests of one address, whatever they ask; kept answers that are given at the door are not counted. */
const ADDRESS: Rate = { perSecond: 300, burst: 3_000 };
/** Fields at the root in one lane from one address: an office, or a mobile network with many customers behind one. */
const OPERATION: Partial<Record<Lane, Rate>> = {
  payment: { perSecond: 100, burst: 1_000 },
  polls: { perSecond: 200, burst: 2_000 },
  browse: { perSecond: 200, burst: 2_000 },
  cart: { perSecond: 50, burst: 500 },
  search: { perSecond: 50, burst: 500 },
  admitted: { perSecond: 20, burst: 200 },
  checkout: { perSecond: 20, burst: 200 },
  signIn: { perSecond: 5, burst: 100 },
};
/** Calls in one lane for one customer. Far more than a client makes that waits as long as it is told to. */
const CUSTOMER: Rate = { perSecond: 5, burst: 50 };
/** What comes from this machine itself may be everybody's: a proxy that `TRUST_PROXY` does not tell of. */
const LOOPBACK_FACTOR = 100;

export type RateLimits = {
  /** 0, or after how many milliseconds this address may ask again. */
  address(address: string): number;
  /** The same for what is asked. */
  operation(address: string, lane: Lane, calls: readonly Call[]): number;
};

/** All rates times `factor`; 0: no limits. They are this process's own: of several gateways each counts for itself. */
export function createRateLimits(factor: number): RateLimits {
  const [byAddress, byOperation, byCustomer] = [rateLimiter(), rateLimiter(), rateLimiter()];
  function scaled({ perSecond, burst }: Rate, address: string): Rate {
    const times = factor * (isLoopback(address) ? LOOPBACK_FACTOR : 1);
    return { perSecond: perSecond * times, burst: Math.max(1, burst * times) };
  }
  const noted = (by: 'address' | 'operation' | 'customer', waitMs: number): number => {
    if (waitMs > 0) rateLimited.inc({ by });
    return waitMs;
  };
  return {
    address: (address) => (factor === 0 ? 0 : noted('address', byAddress.take(address, scaled(ADDRESS, address)))),
    operation(address, lane, calls) {
      const rate = OPERATION[lane];
      if (factor === 0 || !rate || calls.length === 0) return 0;
      const waitMs = byOperation.take(`${lane} ${address}`, scaled(rate, address), calls.length);
      if (waitMs > 0) return noted('operation', waitMs);
      // within an address: whoever knows an e-mail must not be able to keep its owner out
      for (const customer of calls.map(customerOf)) {
        const longer = customer ? byCustomer.take(`${lane} ${address} ${customer}`, scaled(CUSTOMER, address)) : 0;
        if (longer > 0) return noted('customer', longer);
      }
      return 0;
    },
  };
}
