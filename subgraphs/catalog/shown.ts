import { money, type Money } from '../../schema/vocabulary/money.ts';
import { optionsOf } from './product.ts';
import type { ProductRow, VariantRow } from './rows.ts';

/** A product as the graph shows it, everything worked out once, so that showing it again is only reading. */
export type ShownProduct = ProductRow & {
  /** What an answer that shows it is tagged with. */
  tag: string;
  /** Those that are sold, in the merchant's order. */
  variants: ShownVariant[];
  /** Those that are not sold any more; orders and carts still name them. */
  retired: ShownVariant[];
  options: { name: string; values: string[] }[];
  priceRange: { min: Money; max: Money };
};
export type ShownVariant = VariantRow & {
  product: ShownProduct;
  selectedOptions: VariantRow['options'];
  price: Money;
  compareAtPrice: Money | null;
};

/** `variants`: all of the product's, the retired ones too. */
export function shown(row: ProductRow, variants: readonly VariantRow[]): ShownProduct {
  const sold = variants.filter((variant) => !variant.retired);
  const product: ShownProduct = {
    ...row,
    tag: `catalog:${row.id}`,
    variants: [],
    retired: [],
    options: optionsOf(sold),
    priceRange: priceRange(sold, variants),
  };
  const show = (variant: VariantRow): ShownVariant => ({
    ...variant,
    product,
    selectedOptions: variant.options,
    price: money(variant.priceMinor, variant.currencyCode),
    compareAtPrice: variant.compareAtPriceMinor === null ? null : money(variant.compareAtPriceMinor, variant.currencyCode),
  });
  product.variants = sold.map(show);
  product.retired = variants.filter((variant) => variant.retired).map(show);
  return product;
}

/** A product keeps a price when nothing of it is sold any more: that of its last variants. */
function priceRange(sold: readonly VariantRow[], all: readonly VariantRow[]): ShownProduct['priceRange'] {
  const variants = sold.length > 0 ? sold : all;
  const prices = variants.map((variant) => variant.priceMinor);
  const currency = variants[0]!.currencyCode;
  return { min: money(Math.min(...prices), currency), max: money(Math.max(...prices), currency) };
}
