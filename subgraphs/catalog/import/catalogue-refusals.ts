import type { Refused } from '../../../kit/refusal.ts';
import type { Columns, Field } from './columns.ts';
import type { ImportedProduct } from './imported-product.ts';
import { type RefusedRow, refusedRow } from './refused-row.ts';

const COLUMN_OF: Readonly<Record<string, Field>> = {
  externalId: 'handle',
  slug: 'slug',
  title: 'title',
  description: 'description',
  brand: 'vendor',
  categoryPath: 'category',
  images: 'imageUrl',
  sku: 'sku',
  priceMinor: 'price',
  compareAtPriceMinor: 'compareAtPrice',
  currencyCode: 'currency',
  taxClass: 'taxClass',
  weightGrams: 'weight',
  image: 'variantImage',
  selectedOptions: 'option1Value',
};

/** Why the catalogue did not take a product, as lines of the report: at the variant's line where one is meant. */
export function catalogueRefusals(product: ImportedProduct, { refused }: Refused, columns: Columns): RefusedRow[] {
  return refused.map(({ code, message, path = [] }) => {
    const [first = '', index, second = ''] = path;
    const variant = first === 'variants' ? product.variants[Number(index)] : undefined;
    const field = COLUMN_OF[variant ? second : first];
    // a slug comes from the handle where the file has no column of its own for it
    const column = field === 'slug' && !columns.ours ? 'handle' : field;
    const at = { line: variant?.line ?? product.line, handle: product.externalId, column: column ? columns.nameOf(column) : '' };
    return refusedRow({ ...at, code, message, effect: 'PRODUCT' });
  });
}
