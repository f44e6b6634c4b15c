import { deserialize, serialize } from 'node:v8';
import type { SharedForm } from '../../kit/entity-cache.ts';
import type { ProductRow, VariantRow } from './rows.ts';
import { type ShownProduct, type ShownVariant, shown } from './shown.ts';

type Lying = { row: ProductRow; variants: VariantRow[] };

/** Products between processes: the rows as they were read. The number in the name goes up when the rows change their columns. */
export const productForm: SharedForm<ShownProduct> = {
  name: 'product-2',
  encode(product) {
    const { tag: _tag, variants, retired, options: _options, priceRange: _priceRange, ...row } = product;
    return serialize({ row, variants: [...variants, ...retired].map(rowOf) } satisfies Lying);
  },
  decode(bytes) {
    try {
      const { row, variants } = deserialize(bytes) as Lying;
      return shown(row, variants);
    } catch {
      // written by a newer version of Node
      return null;
    }
  },
};

function rowOf(variant: ShownVariant): VariantRow {
  const { product: _product, selectedOptions: _selectedOptions, price: _price, compareAtPrice: _compareAtPrice, ...row } = variant;
  return row;
}
