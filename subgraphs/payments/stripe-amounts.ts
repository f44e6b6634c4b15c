/**
 * Where Stripe counts in other units than ISO 4217 gives the currency: so many of ours are one of theirs, or the other way round. Krónur and
 * shillings have no decimals any more and two at Stripe, which must be 0; the ariary has two (of five parts) and none at Stripe.
 * https://docs.stripe.com/currencies#special-cases
 */
const THEIRS_OF_ONE_OF_OURS: Record<string, number> = { ISK: 100, UGX: 100 };
const OURS_OF_ONE_OF_THEIRS: Record<string, number> = { MGA: 100 };

/** An amount in minor units as Stripe counts it. Throws where it cannot be said: nobody may be charged another amount. */
export function toStripe({ amountMinor, currencyCode }: { amountMinor: number; currencyCode: string }): number {
  const amount = (amountMinor * (THEIRS_OF_ONE_OF_OURS[currencyCode] ?? 1)) / (OURS_OF_ONE_OF_THEIRS[currencyCode] ?? 1);
  if (!Number.isSafeInteger(amount)) throw new Error(`bug: ${amountMinor} ${currencyCode} in minor units cannot be charged`);
  return amount;
}

/** Stripe's amount in our minor units. One that is no whole number of ours stays none, and so agrees with no order. */
export function fromStripe(amount: number, currency: string): number {
  const code = currency.toUpperCase();
  return (amount * (OURS_OF_ONE_OF_THEIRS[code] ?? 1)) / (THEIRS_OF_ONE_OF_OURS[code] ?? 1);
}
