import { groupBy } from '../../kit/group.ts';
import { type FacetFilter, IN_STOCK } from './filters.ts';

/** Products with this value that miss exactly these filters (bits; 0 for none). */
export type CountedRow = { key: string; value: string; label: string; missed: number; count: number };
export type Facet = { key: string; label: string; values: { value: string; label: string; count: number; selected: boolean }[] };

const MAX_VALUES = 100;
const FIRST = ['category', 'brand', IN_STOCK];
const LABELS: Record<string, string> = { category: 'Category', brand: 'Brand', [IN_STOCK]: 'In stock' };
const STOCK_LABELS: Record<string, string> = { true: 'In stock', false: 'Sold out' };

/**
 * Facets with their counts, each counted as if its own filter were off: the products in the result, and those that only
 * this filter keeps out. Values by count; those selected are there even without a hit.
 */
export function facetsOf(rows: CountedRow[], filters: FacetFilter[]): Facet[] {
  const filterOf = new Map(filters.map((filter) => [filter.key, filter]));
  const counting = rows.filter(({ key, missed }) => missed === 0 || missed === filterOf.get(key)?.bit);
  const unknown = filters.flatMap(({ key, values }) =>
    values.map((value): CountedRow => ({ key, value, label: value, missed: 0, count: 0 })),
  );
  const facets = [...groupBy([...counting, ...unknown], (row) => row.key)].map(([key, own]) => ({
    key,
    label: LABELS[key] ?? key.replace(/^option\./, ''),
    values: valuesOf(own, new Set(filterOf.get(key)?.values)),
  }));
  const place = ({ key }: Facet) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return facets.filter(({ values }) => values.length > 0).sort((a, b) => place(a) - place(b) || (a.key < b.key ? -1 : 1));
}

function valuesOf(rows: CountedRow[], selected: Set<string>): Facet['values'] {
  const values = [...groupBy(rows, (row) => row.value)].map(([value, own]) => ({
    value,
    label: own[0]!.key === IN_STOCK ? (STOCK_LABELS[value] ?? value) : own[0]!.label,
    count: own.reduce((sum, row) => sum + row.count, 0),
    selected: selected.has(value),
  }));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return values.filter(({ count, selected: kept }, i) => kept || (count > 0 && i < MAX_VALUES));
}
