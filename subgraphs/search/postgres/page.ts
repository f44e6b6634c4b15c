import type { Fragment, Sql } from 'postgres';
import type { Position } from '../cursor.ts';
import type { CountedRow } from '../facets.ts';
import type { Order } from '../sorts.ts';

/** `limit` rows after a position, in order; ask for one more than a page to learn whether there is a next one. */
export type PageWanted = { order: Order; after: Position | null; limit: number };
export type IndexWanted = { page: PageWanted | null; total: boolean; facets: boolean };
export type IndexFound = { page: Position[]; total: number; facets: CountedRow[] };

/** Rows of (product_id, key) as one JSON list in order. */
export const listed = (sql: Sql, rows: Fragment, { descending }: Order): Fragment => sql`(
  SELECT json_agg(json_build_array(r.product_id, r.key) ORDER BY ${descending ? sql`r.key DESC, r.product_id DESC` : sql`r.key, r.product_id`})
  FROM (${rows}) r)`;
