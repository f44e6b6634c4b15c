import { decimalsOf } from '../../../schema/vocabulary/money.ts';
import type { RefusalCode } from './refused-row.ts';

/** A price read into minor units, or the reason why it cannot be. */
export type Price = { minor: number } | { code: Extract<RefusalCode, `PRICE_${string}`>; message: string };

const GROUPED = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/;
/** What nearly every cell looks like; it can mean one thing only, and the long way comes to the same. */
const PLAIN = /^\d{1,12}(?:\.\d\d?)?$/;
const MARK = '(?:\\p{Sc}|[A-Za-z]{3})';
const MARK_BEFORE = new RegExp(`^([-−(]?)\\s*${MARK}\\s*`, 'u');
const MARK_BEHIND = new RegExp(`\\s*${MARK}(\\)?)$`, 'u');

/**
 * Reads a price as people write it: `1,299.00`, `1.299,00`, `12,50`, `$19.90`, `19.90 EUR`.
 * What could mean two amounts is refused, because a price that is a thousand times wrong is worse than none.
 */
export function parsePrice(text: string, currencyCode: string): Price {
  if (PLAIN.test(text) && decimalsOf(currencyCode) === 2) return { minor: Math.round(Number(text) * 100) };
  const spaced = text
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/’/g, "'")
    .trim();
  if (spaced === '') return { code: 'PRICE_MISSING', message: 'A price is needed.' };
  const letters = /\d/.test(spaced) ? /(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])/.exec(spaced)?.[0].toUpperCase() : undefined;
  if (letters !== undefined && letters !== currencyCode) {
    return { code: 'PRICE_OTHER_CURRENCY', message: `The price is in ${letters}; this import is in ${currencyCode}.` };
  }
  const bare = stripMarks(spaced);
  if (/^[-−(]/.test(bare) || /-$/.test(bare)) return { code: 'PRICE_NEGATIVE', message: 'A price cannot be negative.' };
  if (!/^\d[\d.,' ]*$/.test(bare)) return { code: 'PRICE_INVALID', message: 'This is not a price.' };
  return toMinor(bare, decimalsOf(currencyCode));
}

function stripMarks(text: string): string {
  return text.replace(MARK_BEFORE, '$1').replace(MARK_BEHIND, '$1');
}

function toMinor(bare: string, digits: number): Price {
  const split = splitDecimals(bare, digits);
  if (!('whole' in split)) return split;
  const whole = split.whole.replace(/[.,' ]/g, '');
  const excess = split.fraction.slice(digits);
  if (/[1-9]/.test(excess)) return { code: 'PRICE_INVALID', message: `More than ${digits} decimals.` };
  const minor = Number(whole + split.fraction.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? { minor } : { code: 'PRICE_TOO_HIGH', message: 'The price is too high to be exact.' };
}

function splitDecimals(bare: string, digits: number): { whole: string; fraction: string } | Price {
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const whole = bare.slice(0, Math.max(last, 0));
  const fraction = bare.slice(last + 1);
  const mark = GROUPED.exec(bare)?.[1];
  if (/^\d+$/.test(bare)) return { whole: bare, fraction: '' };
  // One mark before three digits: Shopify writes decimals with a dot, so a comma groups, unless there are three decimals.
  if (mark !== undefined && bare.indexOf(mark) === last && !bare.startsWith('0')) {
    if (mark === '.' && digits === 3) return { whole, fraction };
    if (mark === ',' && digits !== 3) return { whole: bare, fraction: '' };
    return { code: 'PRICE_AMBIGUOUS', message: 'Thousands or decimals? Write it without grouping.' };
  }
  if (isGrouped(bare, undefined)) return { whole: bare, fraction: '' };
  if (/^\d+$/.test(fraction) && (/^\d+$/.test(whole) || isGrouped(whole, bare[last]))) return { whole, fraction };
  return { code: 'PRICE_INVALID', message: 'This is not a price.' };
}

function isGrouped(text: string, decimalMark: string | undefined): boolean {
  const mark = GROUPED.exec(text)?.[1];
  return mark !== undefined && mark !== decimalMark && !text.startsWith('0');
}
