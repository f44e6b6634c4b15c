import type { ProductInput } from './contract.ts';

export type Image = { url: string; altText: string | null };
export type SelectedOption = { name: string; value: string };
export type Status = NonNullable<ProductInput['status']>;

export type Variant = {
  id: string;
  sku: string;
  title: string;
  options: SelectedOption[];
  priceMinor: number;
  compareAtPriceMinor: number | null;
  currencyCode: string;
  /** Of one piece; null: nobody has said. 0 weighs nothing, as a file to download does. */
  weightGrams: number | null;
  image: Image | null;
  /** No longer among what the merchant sells; kept for the orders that name it. */
  retired: boolean;
};

export type Product = {
  id: string;
  externalId: string;
  slug: string;
  title: string;
  description: string | null;
  brand: string | null;
  /** Names from the root down; empty for none. */
  categoryPath: string[];
  images: Image[];
  status: Status;
  /** Which of the shop's tax rates it is sold at; null: the usual one. */
  taxClass: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** In the merchant's order, the retired ones last. */
  variants: Variant[];
};

/** A product's options, values in the order in which its variants first show them. */
export function optionsOf(variants: readonly Pick<Variant, 'options'>[]): { name: string; values: string[] }[] {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of variants.flatMap((variant) => variant.options)) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].map(([name, set]) => ({ name, values: [...set] }));
}

/** What a variant is called when the merchant has no name for it: its values, or the product's title where it has none. */
export const variantTitle = (options: readonly SelectedOption[], productTitle: string): string =>
  options.map((option) => option.value).join(' / ') || productTitle;

/** Product and variant in one line: "Trail Jacket, M / Navy". */
export const offerTitle = (product: string, variant: string): string => (variant === product ? product : `${product}, ${variant}`);
