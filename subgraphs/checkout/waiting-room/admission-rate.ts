import { PROVIDER_CALLS_PER_CHECKOUT } from '../../payments/contract.ts';

export type ShopLimits = {
  /** Checkouts a second that this shop was measured to carry. */
  checkoutCapacity: number;
  /** Calls a second that the payment provider takes. */
  providerCallsPerSecond: number;
};

/** Room is left for those who buy what is in no sale. */
export const SHARE_OF_CAPACITY = 0.75;

/** Checkouts a second that are let in: what the merchant wants, the shop carries and the provider takes; sales that have waiters share it. Pure. */
export const admissionRate = (limits: ShopLimits, wantedPerSecond: number, salesWithWaiters = 1): number =>
  Math.min(
    wantedPerSecond,
    Math.min(SHARE_OF_CAPACITY * limits.checkoutCapacity, limits.providerCallsPerSecond / PROVIDER_CALLS_PER_CHECKOUT) /
      Math.max(1, salesWithWaiters),
  );
