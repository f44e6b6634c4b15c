import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrice } from './money.ts';

const group = (whole: number, mark: string): string => String(whole).replace(/\B(?=(\d{3})+$)/g, mark);
const cents = (minor: number): string => String(minor % 100).padStart(2, '0');
const formats: Readonly<Record<string, (minor: number) => string>> = {
  plain: (minor) => `${Math.floor(minor / 100)}.${cents(minor)}`,
  'decimal comma': (minor) => `${Math.floor(minor / 100)},${cents(minor)}`,
  English: (minor) => `${group(Math.floor(minor / 100), ',')}.${cents(minor)}`,
  German: (minor) => `${group(Math.floor(minor / 100), '.')},${cents(minor)}`,
  Swiss: (minor) => `${group(Math.floor(minor / 100), "'")}.${cents(minor)}`,
  French: (minor) => `${group(Math.floor(minor / 100), '\u202f')},${cents(minor)}`,
  'with a sign': (minor) => ` $${group(Math.floor(minor / 100), ',')}.${cents(minor)} `,
  'with a code': (minor) => `${Math.floor(minor / 100)}.${cents(minor)} EUR`,
};

describe('parsePrice', () => {
  it.each(Object.keys(formats))('reads back every amount written %s', (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 11 }), (minor) => {
        expect(parsePrice(formats[name]?.(minor) ?? '', 'EUR')).toEqual({ minor });
      }),
    );
  });

  it('never throws and never reads a negative or inexact amount, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-$€ .,'0-9]{0,24}$/)), (text) => {
        const price = parsePrice(text, 'EUR');
        if ('minor' in price) expect(Number.isSafeInteger(price.minor) && price.minor >= 0).toBe(true);
        else expect(price.message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['1,299.00', 'EUR', 129900],
    ['12,50', 'EUR', 1250],
    ['$19.90', 'USD', 1990],
    ['19.9', 'EUR', 1990],
    ['7', 'EUR', 700],
    ['1,299', 'EUR', 129900],
    ['1.299.000', 'EUR', 129900000],
    ['€ 5', 'EUR', 500],
    ['1.299', 'KWD', 1299],
    ['1,299', 'JPY', 1299],
    ['1299.00', 'JPY', 1299],
    ['12.5000', 'EUR', 1250],
    ['0.00', 'EUR', 0],
    ['12 345 678,90', 'EUR', 1234567890],
  ])('reads %s in %s as %d', (text, currency, minor) => {
    expect(parsePrice(text, currency)).toEqual({ minor });
  });

  it.each([
    ['', 'PRICE_MISSING'],
    ['  ', 'PRICE_MISSING'],
    ['-5.00', 'PRICE_NEGATIVE'],
    ['$-5.00', 'PRICE_NEGATIVE'],
    ['-$5', 'PRICE_NEGATIVE'],
    ['(5.00)', 'PRICE_NEGATIVE'],
    ['5-', 'PRICE_NEGATIVE'],
    ['free', 'PRICE_INVALID'],
    ['n/a', 'PRICE_INVALID'],
    ['1.299', 'PRICE_AMBIGUOUS'],
    ['12.505', 'PRICE_AMBIGUOUS'],
    ['12.5051', 'PRICE_INVALID'],
    ['12,34,56', 'PRICE_INVALID'],
    ['1.2.3', 'PRICE_INVALID'],
    ['0,999', 'PRICE_INVALID'],
    ['12.', 'PRICE_INVALID'],
    ['1e3', 'PRICE_INVALID'],
    ['12.50 GBP', 'PRICE_OTHER_CURRENCY'],
    ['99999999999999999', 'PRICE_TOO_HIGH'],
    ['NaN', 'PRICE_INVALID'],
  ])('refuses "%s" as %s', (text, code) => {
    expect(parsePrice(text, 'EUR')).toMatchObject({ code });
  });

  it('refuses a comma before three digits where three decimals exist', () => {
    expect(parsePrice('1,299', 'KWD')).toMatchObject({ code: 'PRICE_AMBIGUOUS' });
  });

  it.each([
    ['12', 'EUR', 1200],
    ['12', 'JPY', 12],
    ['12', 'KWD', 12_000],
    ['12', 'HUF', 1200],
  ])('reads "%s" in the minor units of %s', (text, currency, minor) => {
    expect(parsePrice(text, currency)).toEqual({ minor });
  });
});
