import type { Refusal } from '../../kit/refusal.ts';
import { isCurrency } from '../../schema/vocabulary/money.ts';
import type { ProductInput } from './contract.ts';
import { isSlug } from './slug.ts';
import { clean } from './text.ts';

const MAX_PRICE = 1_000_000_000_000;
const MAX_DEPTH = 10;
/** A hundred tons: what is heavier is no parcel, and was not meant. */
const MAX_WEIGHT = 100_000_000;
const lengthFits = (text: string, max: number) => text.length > 0 && text.length <= max;
export const isAddress = (url: string) => /^(https?:\/\/|\/)\S*$/i.test(url) && url.length <= 2000;

/** The input with every text cleaned; absent stays absent, empty text becomes null. */
export const cleanInput = (input: ProductInput): ProductInput => cleaned('', input) as ProductInput;

function cleaned(key: string, value: unknown): unknown {
  if (typeof value === 'string') return emptyIsNull(key, clean(value));
  if (Array.isArray(value)) return value.map((item) => cleaned('', item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleaned(name, item)]));
}
const OPTIONAL = new Set(['description', 'brand', 'altText', 'slug', 'taxClass']);
const emptyIsNull = (key: string, text: string) => (text === '' && OPTIONAL.has(key) ? null : text);

/** What is wrong with a (cleaned) product taken alone. Paths lead into ProductInput. */
export function faultsOf(input: ProductInput): Refusal[] {
  const faults: Refusal[] = [];
  const check = (fits: boolean, code: string, message: string, ...path: (string | number)[]) => {
    if (!fits) faults.push({ code, message, path: path.map(String) });
  };
  check(lengthFits(input.externalId, 255), 'INVALID_EXTERNAL_ID', 'An externalId has 1 to 255 characters.', 'externalId');
  check(lengthFits(input.title, 255), 'INVALID_TITLE', 'A title has 1 to 255 characters.', 'title');
  check(!input.slug || isSlug(input.slug), 'INVALID_SLUG', 'A slug is lower-case words with hyphens between: "trail-jacket".', 'slug');
  check((input.description?.length ?? 0) <= 100_000, 'INVALID_DESCRIPTION', 'A description has at most 100,000 characters.', 'description');
  check((input.brand?.length ?? 0) <= 255, 'INVALID_BRAND', 'A brand has at most 255 characters.', 'brand');
  check(!input.taxClass || TAX_CLASS.test(input.taxClass), 'INVALID_TAX_CLASS', 'A tax class is a word like "reduced".', 'taxClass');
  check((input.categoryPath?.length ?? 0) <= MAX_DEPTH, 'INVALID_CATEGORY', `At most ${MAX_DEPTH} levels.`, 'categoryPath');
  input.categoryPath?.forEach((name, i) => {
    check(lengthFits(name, 255), 'INVALID_CATEGORY', 'A category has a name of 1 to 255 characters.', 'categoryPath', i);
  });
  input.images?.forEach(({ url }, i) => {
    check(isAddress(url), 'INVALID_IMAGE', PICTURE, 'images', i, 'url');
  });
  check(input.variants.length > 0, 'NO_VARIANTS', 'A product has at least one variant.', 'variants');
  input.variants.forEach((variant, i) => {
    checkVariant(variant, (fits, code, message, ...path) => check(fits, code, message, 'variants', i, ...path));
  });
  checkTogether(input, check);
  return faults;
}

type Check = (fits: boolean, code: string, message: string, ...path: (string | number)[]) => void;
const priceFits = (price: number | null | undefined) => price == null || (Number.isSafeInteger(price) && price >= 0 && price <= MAX_PRICE);
const weightFits = (grams: number | null | undefined) =>
  grams == null || (Number.isSafeInteger(grams) && grams >= 0 && grams <= MAX_WEIGHT);
const TAX_CLASS = /^[a-z0-9][a-z0-9-]{0,49}$/;
const PICTURE = 'A picture is an http(s) address or a path.';
const PRICE = `A price is a whole number of minor units from 0 to ${MAX_PRICE}.`;
const WEIGHT = `A weight is a whole number of grams from 0 to ${MAX_WEIGHT}.`;

function checkVariant(variant: ProductInput['variants'][number], check: Check): void {
  check(lengthFits(variant.sku, 255), 'INVALID_SKU', 'A SKU has 1 to 255 characters.', 'sku');
  check((variant.title?.length ?? 0) <= 255, 'INVALID_TITLE', 'A title has at most 255 characters.', 'title');
  check(priceFits(variant.priceMinor), 'INVALID_PRICE', PRICE, 'priceMinor');
  check(priceFits(variant.compareAtPriceMinor), 'INVALID_PRICE', PRICE, 'compareAtPriceMinor');
  check(isCurrency(variant.currencyCode), 'INVALID_CURRENCY', `"${variant.currencyCode}" is no currency of ISO 4217.`, 'currencyCode');
  check(weightFits(variant.weightGrams), 'INVALID_WEIGHT', WEIGHT, 'weightGrams');
  check(!variant.image || isAddress(variant.image.url), 'INVALID_IMAGE', PICTURE, 'image', 'url');
  const names = new Set<string>();
  variant.selectedOptions?.forEach(({ name, value }, i) => {
    check(lengthFits(name, 100) && lengthFits(value, 255), 'INVALID_OPTION', 'An option has a name and a value.', 'selectedOptions', i);
    check(!names.has(name), 'INVALID_OPTION', `The option "${name}" is there twice.`, 'selectedOptions', i, 'name');
    names.add(name);
  });
}

/** What only shows when the variants are seen side by side. */
function checkTogether({ variants }: ProductInput, check: Check): void {
  const skus = new Set<string>();
  variants.forEach(({ sku, currencyCode }, i) => {
    check(!skus.has(sku), 'SKU_TAKEN', `The SKU "${sku}" is there twice.`, 'variants', i, 'sku');
    check(
      currencyCode === variants[0]!.currencyCode,
      'CURRENCY_MISMATCH',
      'All variants of a product are priced in one currency.',
      'variants',
      i,
      'currencyCode',
    );
    skus.add(sku);
  });
}
