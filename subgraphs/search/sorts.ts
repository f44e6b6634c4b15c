import type { Fragment, Sql } from 'postgres';
import type { KeyKind, Position } from './cursor.ts';

export type ProductSort = 'RELEVANCE' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST' | 'TITLE';
type Column = 'rank' | 'price_min' | 'created_at' | 'title_key';

/** How pages are ordered; the product's id decides between equals, in the same direction. */
export type Order = { name: string; column: Column; kind: KeyKind; descending: boolean };

const orders: Record<ProductSort, Order> = {
  RELEVANCE: { name: 'relevance', column: 'rank', kind: 'number', descending: true },
  PRICE_ASC: { name: 'price', column: 'price_min', kind: 'number', descending: false },
  PRICE_DESC: { name: '-price', column: 'price_min', kind: 'number', descending: true },
  NEWEST: { name: 'newest', column: 'created_at', kind: 'time', descending: true },
  TITLE: { name: 'title', column: 'title_key', kind: 'text', descending: false },
};

/** Without a text nothing is more relevant than anything else: the newest come first. */
export const orderOf = (sort: ProductSort, hasText: boolean): Order => orders[sort === 'RELEVANCE' && !hasText ? 'NEWEST' : sort];

const TYPES: Record<KeyKind, string> = { number: 'bigint', time: 'timestamptz', text: 'text' };

/** True of the rows after a position. */
export function comesAfter(sql: Sql, { column, kind, descending }: Order, after: Position | null): Fragment {
  if (!after) return sql`true`;
  const row = sql`(d.${sql(column)}, d.product_id)`;
  const position = sql`(${after.key}::${sql.unsafe(TYPES[kind])}, ${after.id}::uuid)`;
  return descending ? sql`${row} < ${position}` : sql`${row} > ${position}`;
}

export const orderBy = (sql: Sql, { column, descending }: Order): Fragment =>
  descending ? sql`d.${sql(column)} DESC, d.product_id DESC` : sql`d.${sql(column)}, d.product_id`;
