import type { Sql } from 'postgres';
import type { CountedRow } from '../facets.ts';
import { type FacetFilter, IN_STOCK } from '../filters.ts';

type Name = { key: string; value: string; label: string };

/** What the values of filters are called in the engine; `selected` are their labels, to be shown even without a hit. */
export async function facetIdsOf(sql: Sql, facets: FacetFilter[]) {
  const pairs = facets.filter(({ key }) => key !== IN_STOCK).flatMap(({ key, values }) => values.map((value) => ({ key, value })));
  const rows =
    pairs.length === 0
      ? []
      : await sql<(Name & { id: number })[]>`
          SELECT id, key, value, label FROM facet_values
          JOIN unnest(${pairs.map((one) => one.key)}::text[], ${pairs.map((one) => one.value)}::text[]) AS s(key, value) USING (key, value)`;
  return {
    of: ({ key }: FacetFilter): number[] => rows.filter((row) => row.key === key).map((row) => row.id),
    selected: rows.map(({ key, value, label }): CountedRow => ({ key, value, label, missed: 0, count: 0 })),
  };
}

/** The names of facet values by their ids. */
export async function namesOf(sql: Sql, ids: number[]): Promise<Map<number, Name>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<(Name & { id: number })[]>`SELECT id, key, value, label FROM facet_values WHERE id = ANY(${ids}::int[])`;
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}
