import { z } from 'zod';

/** An amount in the currency's smallest unit; whole, exact to 2^53-1. */
export const MinorUnits = z.int();
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/);

const decimals = new Map<string, number>();
/** How many decimals ISO 4217 gives the currency: EUR 2, JPY 0, KWD 3. */
function decimalsOf(currencyCode: string): number {
  let known = decimals.get(currencyCode);
  if (known === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currencyCode, known);
  }
  return known;
}

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const isCurrency = (code: string): boolean => currencies.has(code);

/** Major units as text, with the currency's own decimals: `formatAmount(1990, 'EUR') === '19.90'`. */
export function formatAmount(amountMinor: number, currencyCode: string): string {
  const places = decimalsOf(currencyCode);
  const digits = String(Math.abs(amountMinor)).padStart(places + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export type Money = { amountMinor: number; currencyCode: string };
export const money = (amountMinor: number, currencyCode: string): Money => ({ amountMinor, currencyCode });
