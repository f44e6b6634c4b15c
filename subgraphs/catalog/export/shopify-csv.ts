import { isDeepStrictEqual } from 'node:util';
import type { CatalogueProduct } from '../contract.ts';
import { columnName, type Dialect, fields, readColumns } from '../import/columns.ts';
import { sanitizeDescription } from '../import/description.ts';
import { readProduct } from '../import/product.ts';
import { productRow } from '../import/product-rows.ts';
import type { RefusedRow } from '../import/refused-row.ts';
import { variantTitle } from '../product.ts';
import { csvRecord, guarded } from './cells.ts';
import { cellsOf, type Units } from './product-rows.ts';

/** A product's records; `kept` names what the file cannot say, and an import of it leaves as it is. */
export type Written = { text: string; kept: ('description' | 'category')[] } | { unwritable: string };

/**
 * Writes products as a Shopify file of one dialect. Each is read back before it counts as written: what an import would
 * make of it is what stands in the catalogue, or the product is not in the file and the reason is told.
 */
export function shopifyCsv(dialect: Dialect): { header: string; write(product: CatalogueProduct, units: Units): Written } {
  const names = fields.map((field) => columnName(field, dialect));
  const columns = readColumns(names);
  if ('missing' in columns) throw new Error(`The exported columns lack ${columns.missing.join(', ')}.`);
  const recordsOf = (product: CatalogueProduct, units: Units) =>
    cellsOf(product, units).map((cells) => fields.map((field) => guarded(cells[field] ?? '')));
  /** Why an import would not make the same of these records; nothing when it would. */
  const misread = (product: CatalogueProduct, records: string[][]): string | undefined => {
    const refused: RefusedRow[] = [];
    const rows = records.map((cells) => productRow(columns, cells, 1));
    const read = readProduct(rows, product.variants[0]?.currencyCode ?? '', new Set(), (row) => refused.push(row));
    if (read && refused.length === 0 && isDeepStrictEqual(said(read), said(asInput(product)))) return undefined;
    return whyNot(product) ?? refused[0]?.message ?? 'An import would read it otherwise.';
  };
  return {
    header: csvRecord(names),
    write(product, units) {
      const kept = unsayable(product);
      const sayable = {
        ...product,
        ...(kept.includes('description') && { description: null }),
        ...(kept.includes('category') && { categoryPath: [] }),
      };
      const records = recordsOf(sayable, units);
      const unwritable = misread(sayable, records);
      return unwritable === undefined ? { text: records.map(csvRecord).join(''), kept } : { unwritable };
    },
  };
}

/** Cells that an import would read otherwise are left empty: an import takes silence as "leave it". */
const unsayable = ({ description, categoryPath }: CatalogueProduct): ('description' | 'category')[] => [
  ...(description !== null && sanitizeDescription(description) !== description ? (['description'] as const) : []),
  ...(categoryPath.some((name) => name.includes('>')) ? (['category'] as const) : []),
];

function asInput({ description, brand, categoryPath, taxClass, ...product }: CatalogueProduct) {
  return {
    ...product,
    ...(description !== null && { description }),
    ...(brand !== null && { brand }),
    ...(taxClass !== null && { taxClass }),
    ...(categoryPath.length > 0 && { categoryPath }),
    images: product.images.map(picture),
    variants: product.variants.map(({ variantId: _, options, compareAtPriceMinor, weightGrams, image, title, ...variant }) => ({
      ...variant,
      ...(title !== variantTitle(options, product.title) || options.length > 0 ? { title } : {}),
      selectedOptions: options,
      ...(compareAtPriceMinor !== null && { compareAtPriceMinor }),
      ...(weightGrams !== null && { weightGrams }),
      ...(image && { image: picture(image) }),
    })),
  };
}

const picture = ({ url, altText }: { url: string; altText: string | null }) => ({ url, ...(altText !== null && { altText }) });

/** Without where it was read and how much there is: a file's stock is of the moment. */
function said<T extends { variants: object[]; line?: number }>({ line: _, ...product }: T) {
  const variants = product.variants.map((variant) => ({ ...variant, line: undefined, stock: undefined }));
  return JSON.parse(JSON.stringify({ ...product, variants })) as object;
}

function whyNot({ variants }: CatalogueProduct): string | undefined {
  if (variants.some((variant) => variant.options.length > 3)) return 'Shopify has columns for three options.';
  if (variants.some((v) => v.compareAtPriceMinor !== null && v.compareAtPriceMinor <= v.priceMinor))
    return 'A compare-at price is not above the price.';
  return undefined;
}
