import type { Fragment, Sql } from 'postgres';

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

/** The condition of a facet filter on documents `d`. */
export const passes = (sql: Sql, { key, values }: FacetFilter): Fragment =>
  key === IN_STOCK
    ? sql`d.in_stock::text = ANY(${values}::text[])`
    : sql`d.facet_ids && ARRAY(SELECT id FROM facet_values WHERE key = ${key} AND value = ANY(${values}::text[]))`;

/** True of products that have a price within the range. */
export function priced(sql: Sql, { priceMinMinor, priceMaxMinor }: ProductFilter): Fragment {
  if (priceMinMinor == null && priceMaxMinor == null) return sql`true`;
  const [min, max] = [priceMinMinor ?? 0, priceMaxMinor ?? Number.MAX_SAFE_INTEGER];
  return sql`d.price_max >= ${min}::bigint AND d.price_min <= ${max}::bigint
    AND EXISTS (SELECT 1 FROM unnest(d.prices) AS price WHERE price BETWEEN ${min}::bigint AND ${max}::bigint)`;
}

/** Conditions joined by AND. */
export const every = (sql: Sql, conditions: Fragment[]): Fragment => conditions.reduce((all, one) => sql`${all} AND ${one}`, sql`d.active`);
