import { z } from 'zod';

/** An amount in the currency's smallest unit; whole, exact to 2^53-1. */
export const MinorUnits = z.int();
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/);

/** ISO 4217 gives these decimals; Unicode, whose figures Intl has, leaves them away because no such coins are left. */
const TWO_DECIMALS = 'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' ');
const decimals = new Map([...TWO_DECIMALS.map((code) => [code, 2] as const), ['IQD', 3]]);

/** How many decimals ISO 4217 gives the currency: EUR 2, JPY 0, KWD 3. */
export function decimalsOf(currencyCode: string): number {
  let known = decimals.get(currencyCode);
  if (known === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currencyCode, known);
  }
  return known;
}

/** What can be charged is a multiple of so many minor units: payment cards want a third decimal to be 0, and whole ariary. */
export const chargeStepOf = (currencyCode: string): number => (currencyCode === 'MGA' ? 100 : decimalsOf(currencyCode) === 3 ? 10 : 1);

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
