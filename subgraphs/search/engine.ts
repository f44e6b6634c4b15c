import type { TransactionSql } from 'postgres';
import type { Client } from '../../kit/contract.ts';
import type { ProductDocument, catalog } from '../catalog/contract.ts';
import type { inventory } from '../inventory/contract.ts';
import type { Facet } from './facets.ts';
import type { FacetFilter, ProductFilter } from './filters.ts';
import type { Order } from './sorts.ts';

/** What is looked for. `search` is null for browsing; with a text in which there is nothing to look for nothing is found. */
export type Question = { search: string | null; filter: ProductFilter; facets: FacetFilter[]; order: Order };

/** The parts of an answer that are wanted; a page begins after a cursor that this engine has written. */
export type Wanted = { page: { first: number; after: string | null } | null; total: boolean; facets: boolean };
export type Hit = { id: string; cursor: string };
export type Page = { hits: Hit[]; hasNextPage: boolean };
export type Found = { page?: Page; total?: number; facets?: Facet[] };

export type Suggestion = { text: string; productId: string | null };
export type Availability = { variantId: string; productId: string; version: number; inStock: boolean };
export type Sources = { catalog: Client<typeof catalog>; inventory: Client<typeof inventory> };

/** Products that the engine knows, findable or not; changes that it was told of and does not show yet, and the age of the oldest. */
export type IndexStatus = { engine: string; products: number; waiting: number; lagSeconds: number };

/**
 * The port behind which products are found: Postgres (postgres/), Meilisearch (meilisearch/). Totals and facets are exact.
 * `put...` write inside the transaction of the events they tell of; older versions than known are passed over.
 */
export type Engine = {
  name: string;
  find(question: Question, wanted: Wanted): Promise<Found>;
  /** True of a cursor that belongs to this order and was written by this engine. */
  knows(cursor: string, order: Order): boolean;
  suggest(asked: { terms: string[]; first: number }): Promise<Suggestion[]>;
  putDocuments(tx: TransactionSql, documents: ProductDocument[]): Promise<void>;
  putAvailability(tx: TransactionSql, variants: Availability[]): Promise<void>;
  /** Told after the commit of what was put. */
  delivered(): void;
  /** Builds the index anew while it serves and while events come in; `done` hears how many products there are so far. */
  rebuild(from: Sources, done: (products: number) => void): Promise<void>;
  status(): Promise<IndexStatus>;
  /** Age, in seconds, of the oldest change that it does not show yet. */
  lag(): Promise<number>;
  /** True of an error that says that the engine cannot be asked now, rather than that the question is wrong. */
  isDown(error: unknown): boolean;
  close(): Promise<void>;
};
