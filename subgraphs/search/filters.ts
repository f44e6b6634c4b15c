export type ProductFilter = {
  categorySlug?: string | null;
  brands?: string[] | null;
  priceMinMinor?: number | null;
  priceMaxMinor?: number | null;
  inStock?: boolean | null;
  options?: { name: string; values: string[] }[] | null;
};

/** A filter that is also a facet: any of these values of one key. Each has a bit of its own. */
export type FacetFilter = { key: string; values: string[]; bit: number };

export const IN_STOCK = 'inStock';
const storable = (text: string) => text.replaceAll('\0', '\ufffd');

/** The facet filters of a request, one a key; an empty list of values is no filter. */
export function facetFilters(filter: ProductFilter): FacetFilter[] {
  const byKey = new Map<string, Set<string>>();
  const add = (key: string, values: readonly string[]) => {
    if (values.length > 0) byKey.set(storable(key), new Set([...(byKey.get(storable(key)) ?? []), ...values.map(storable)]));
  };
  if (filter.categorySlug != null) add('category', [filter.categorySlug]);
  add('brand', filter.brands ?? []);
  if (filter.inStock != null) add(IN_STOCK, [String(filter.inStock)]);
  for (const { name, values } of filter.options ?? []) add(`option.${name}`, values);
  return [...byKey].map(([key, values], i) => ({ key, values: [...values], bit: 2 ** i }));
}

/** The range of prices asked for, in minor units; null when any price will do. */
export function priceRange({ priceMinMinor, priceMaxMinor }: ProductFilter): { min: number; max: number } | null {
  if (priceMinMinor == null && priceMaxMinor == null) return null;
  return { min: priceMinMinor ?? 0, max: priceMaxMinor ?? Number.MAX_SAFE_INTEGER };
}
