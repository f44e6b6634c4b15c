import { readImage } from './images.ts';
import type { ImportedVariant } from './imported-product.ts';
import { parsePrice } from './money.ts';
import { optionNames, selectedOptions } from './options.ts';
import { describesVariant } from './product-rows.ts';
import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';
import { readStock } from './stock.ts';
import { readWeight } from './weight.ts';

type Report = (refused: RefusedRow) => void;

/** Reads every variant of a product; a bad row is told and costs only itself. */
export function readVariants(
  rows: readonly ProductRow[],
  currencyCode: string,
  takenSkus: ReadonlySet<string>,
  report: Report,
): ImportedVariant[] {
  const first = rows[0];
  if (!first) return [];
  const names = optionNames(first);
  const variants: ImportedVariant[] = [];
  const ownSkus = new Set<string>();
  const ownOptions = new Set<string>();
  let ordinal = 0;
  for (const row of rows) {
    // The first row always stands for a variant, so that a missing price is told and not taken for a picture row.
    if (row !== first && !describesVariant(row)) {
      if (row.value('imageUrl') === '') report(row.refuse('price', 'ROW_EMPTY', 'Neither a variant nor a picture.', 'ROW'));
      continue;
    }
    ordinal += 1;
    const chosen = selectedOptions(row, names);
    if ('refused' in chosen) {
      report(chosen.refused);
      continue;
    }
    const sku = row.value('sku') || `${row.handle}-${ordinal}`;
    const key = JSON.stringify(chosen.options);
    if (takenSkus.has(sku) || ownSkus.has(sku)) {
      report(row.refuse('sku', 'SKU_TWICE', `Another variant in this file has the SKU "${sku}".`, 'ROW'));
    } else if (ownOptions.has(key)) {
      report(row.refuse('option1Value', 'OPTIONS_TWICE', 'Another variant of this product has the same options.', 'ROW'));
    } else {
      const variant = readVariant(row, sku, chosen.options, currencyCode, report);
      if (!variant) continue;
      ownSkus.add(sku);
      ownOptions.add(key);
      variants.push(variant);
    }
  }
  return variants;
}

function readVariant(
  row: ProductRow,
  sku: string,
  options: ImportedVariant['selectedOptions'],
  currencyCode: string,
  report: Report,
): ImportedVariant | undefined {
  if (sku.length > 255) {
    report(row.refuse('sku', 'TEXT_TOO_LONG', 'A SKU has at most 255 characters.', 'ROW'));
    return undefined;
  }
  const price = parsePrice(row.value('price'), currencyCode);
  if (!('minor' in price)) {
    report(row.refuse('price', price.code, price.message, 'ROW'));
    return undefined;
  }
  const stock = readStock(row, report);
  if (stock === undefined) return undefined;
  const compareAtPriceMinor = readCompareAt(row, price.minor, currencyCode, report);
  const image = readImage(row, 'variantImage', report);
  const altText = row.value('variantImageAlt');
  if (image && altText !== '') image.altText = altText;
  const title = row.value('variantTitle') || options.map((option) => option.value).join(' / ');
  return {
    sku,
    ...(title !== '' && { title }),
    selectedOptions: options,
    priceMinor: price.minor,
    ...(compareAtPriceMinor !== undefined && { compareAtPriceMinor }),
    currencyCode,
    ...readWeight(row, report),
    ...(image && { image }),
    ...stock,
    line: row.line,
  };
}

function readCompareAt(row: ProductRow, priceMinor: number, currencyCode: string, report: Report): number | undefined {
  const text = row.value('compareAtPrice');
  if (text === '') return undefined;
  const compareAt = parsePrice(text, currencyCode);
  if (!('minor' in compareAt)) {
    report(row.refuse('compareAtPrice', 'COMPARE_AT_INVALID', compareAt.message, 'VALUE'));
    return undefined;
  }
  if (compareAt.minor > priceMinor) return compareAt.minor;
  // Shopify's own exports write 0.00 for "none": nothing is lost, so nothing is told.
  if (compareAt.minor > 0) {
    report(row.refuse('compareAtPrice', 'COMPARE_AT_NOT_ABOVE', 'Left out: not above the price.', 'VALUE'));
  }
  return undefined;
}
