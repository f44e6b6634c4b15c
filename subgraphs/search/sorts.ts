import type { KeyKind } from './cursor.ts';

export type ProductSort = 'RELEVANCE' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST' | 'TITLE';

/** How pages are ordered; the product's id decides between equals, in the same direction. */
export type Order = {
  name: string;
  column: 'rank' | 'price_min' | 'created_at' | 'title_key';
  kind: KeyKind;
  descending: boolean;
};

const orders: Record<ProductSort, Order> = {
  RELEVANCE: { name: 'relevance', column: 'rank', kind: 'number', descending: true },
  PRICE_ASC: { name: 'price', column: 'price_min', kind: 'number', descending: false },
  PRICE_DESC: { name: '-price', column: 'price_min', kind: 'number', descending: true },
  NEWEST: { name: 'newest', column: 'created_at', kind: 'time', descending: true },
  TITLE: { name: 'title', column: 'title_key', kind: 'text', descending: false },
};

/** Without a text nothing is more relevant than anything else: the newest come first. */
export const orderOf = (sort: ProductSort, hasText: boolean): Order => orders[sort === 'RELEVANCE' && !hasText ? 'NEWEST' : sort];
