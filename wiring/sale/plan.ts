import { PROVIDER_CALLS_PER_CHECKOUT } from '../../subgraphs/payments/contract.ts';
import type { SaleOutlook } from '../../subgraphs/checkout/contract.ts';
import { admissionRate, SHARE_OF_CAPACITY, type ShopLimits } from '../../subgraphs/checkout/waiting-room/admission-rate.ts';

/** What a drill has measured, of one process; null where nothing was. */
export type Measured = { checkoutsPerSecond: number | null; browsePerSecond: number | null };

export type SalePlan = {
  /** Checkouts a second by what the merchant wants, what the shop carries, what the provider takes; the least is let in. */
  terms: { wanted: number; shop: number; provider: number };
  admitted: number;
  boundBy: 'wanted' | 'shop' | 'provider';
  /** At one unit an order; null where there is nothing to sell. */
  soldOutAfterSeconds: number | null;
  lineServedAfterSeconds: number;
  /** What it takes to let in as many as the merchant wants. */
  needs: {
    checkoutCapacity: number;
    /** Of checkout and each context that it asks; null: not known. */
    checkoutProcesses: number | null;
    providerCallsPerSecond: number;
    pollsPerSecond: number;
    /** At least so many; null: not known. */
    gatewayProcesses: number | null;
  };
};

/** Waiters ask again after a quarter of the time that is before them, but not sooner than 1 s nor later than 15 s (polling.ts). */
const SOONEST_S = 1;
const LATEST_S = 15;
const ASKS = 4;

/** What a sale will be like, and what to scale for it. `visitors`: how many are expected in line at its opening. Pure. */
export function planSale(sale: SaleOutlook, limits: ShopLimits, measured: Measured, visitors: number): SalePlan {
  const wanted = sale.admissionsPerSecond;
  const sharing = 1 + sale.beside;
  const terms = {
    wanted,
    shop: admissionRate({ ...limits, providerCallsPerSecond: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY, sharing),
    provider: admissionRate({ ...limits, checkoutCapacity: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY, sharing),
  };
  const admitted = admissionRate(limits, wanted, sharing);
  const boundBy = admitted === wanted ? 'wanted' : admitted === terms.shop ? 'shop' : 'provider';
  const checkoutCapacity = Math.ceil((wanted * sharing) / SHARE_OF_CAPACITY);
  const pollsPerSecond = Math.ceil(pollsAtOpening(visitors, wanted));
  const processes = (need: number, each: number | null) => (each === null ? null : Math.max(1, Math.ceil(need / each)));
  return {
    terms,
    admitted,
    boundBy,
    soldOutAfterSeconds: sale.available > 0 ? sale.available / admitted : null,
    lineServedAfterSeconds: visitors / admitted,
    needs: {
      checkoutCapacity,
      checkoutProcesses: processes(checkoutCapacity, measured.checkoutsPerSecond),
      providerCallsPerSecond: wanted * sharing * PROVIDER_CALLS_PER_CHECKOUT,
      pollsPerSecond,
      gatewayProcesses: processes(pollsPerSecond, measured.browsePerSecond),
    },
  };
}

/** Polls a second when so many stand in a line that moves at this rate: those in front ask each second, those far behind each 15 s. */
function pollsAtOpening(visitors: number, perSecond: number): number {
  const [near, far] = [SOONEST_S * ASKS, LATEST_S * ASKS];
  const last = visitors / perSecond;
  const front = Math.min(last, near) / SOONEST_S;
  const middle = last > near ? ASKS * Math.log(Math.min(last, far) / near) : 0;
  const back = Math.max(0, last - far) / LATEST_S;
  return perSecond * (front + middle + back);
}
