import { formatAmount } from '../../../schema/vocabulary/money.ts';
import type { CatalogueProduct } from '../contract.ts';
import { variantTitle } from '../product.ts';
import type { Field } from '../import/columns.ts';

/** Free units by variant; a variant that never had any stock is absent, and its cell stays empty. */
export type Units = ReadonlyMap<string, number>;
type Cells = Partial<Record<Field, string>>;
type Variant = CatalogueProduct['variants'][number];

const VALUE_FIELDS = [
  ['option1Name', 'option1Value'],
  ['option2Name', 'option2Value'],
  ['option3Name', 'option3Value'],
] as const;

/** A product as Shopify writes it: a row a variant, the product on the first, a picture on each as long as there are some. */
export function cellsOf(product: CatalogueProduct, units: Units): Cells[] {
  const rows = Math.max(product.variants.length, product.images.length);
  return Array.from({ length: rows }, (_, i) => ({
    handle: product.externalId,
    ...(i === 0 && headCells(product)),
    ...(product.variants[i] && variantCells(product, product.variants[i], i === 0, units)),
    ...imageCells(product.images[i], i),
  }));
}

const headCells = ({ title, description, brand, categoryPath, status, slug, taxClass }: CatalogueProduct): Cells => ({
  title,
  description: description ?? '',
  vendor: brand ?? '',
  category: categoryPath.join(' > '),
  status: status.toLowerCase(),
  slug,
  taxClass: taxClass ?? '',
});

function variantCells(product: CatalogueProduct, variant: Variant, isFirst: boolean, units: Units): Cells {
  const { sku, title, options, priceMinor, compareAtPriceMinor, currencyCode, weightGrams, image, variantId } = variant;
  return {
    sku,
    ...optionCells(options, isFirst),
    price: formatAmount(priceMinor, currencyCode),
    compareAtPrice: compareAtPriceMinor === null ? '' : formatAmount(compareAtPriceMinor, currencyCode),
    weight: String(weightGrams ?? ''),
    stock: String(units.get(variantId) ?? ''),
    variantImage: image?.url ?? '',
    variantImageAlt: image?.altText ?? '',
    ...(isFirst && { currency: currencyCode }),
    // what a reader would make of the options by itself need not be said
    variantTitle: title === variantTitle(options, product.title) ? '' : title,
  };
}

function optionCells(options: Variant['options'], isFirst: boolean): Cells {
  if (options.length === 0) return { ...(isFirst && { option1Name: 'Title' }), option1Value: 'Default Title' };
  return Object.fromEntries(
    VALUE_FIELDS.flatMap(([name, value], i) => [
      [name, isFirst ? (options[i]?.name ?? '') : ''],
      [value, options[i]?.value ?? ''],
    ]),
  );
}

const imageCells = (image: CatalogueProduct['images'][number] | undefined, i: number): Cells =>
  image ? { imageUrl: image.url, imagePosition: String(i + 1), imageAlt: image.altText ?? '' } : {};
