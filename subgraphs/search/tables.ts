import { sql } from 'drizzle-orm';
import { bigint, boolean, customType, index, integer, jsonb, pgSchema, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('search');
export const { outbox, inbox, leases } = messageTables(schema);

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
/** Compared byte by byte: the same order on every machine, and prefixes are ranges of the index. */
const plainText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** One row a product that was ever heard of; those that cannot be found (not ACTIVE) keep their version only. */
export const documents = schema.table(
  'documents',
  {
    productId: uuid('product_id').primaryKey(),
    version: bigint({ mode: 'number' }).notNull(),
    active: boolean().notNull(),
    title: text().notNull(),
    titleKey: plainText('title_key').notNull(),
    words: tsvector().notNull(),
    /** SKUs without case and punctuation. */
    skus: text().array().notNull(),
    variantIds: uuid('variant_ids').array().notNull(),
    /** Ids of `facet_values`. */
    facetIds: integer('facet_ids').array().notNull(),
    prices: bigint({ mode: 'number' }).array().notNull(),
    priceMin: bigint('price_min', { mode: 'number' }).notNull(),
    priceMax: bigint('price_max', { mode: 'number' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    inStock: boolean('in_stock').notNull(),
    touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('documents_words').using('gin', table.words),
    index('documents_facets').using('gin', table.facetIds),
    index('documents_price').on(table.priceMin, table.productId).where(sql`active`),
    index('documents_newest').on(table.createdAt, table.productId).where(sql`active`),
    index('documents_title').on(table.titleKey, table.productId).where(sql`active`),
  ],
);

/**
 * What can be filtered by and counted: a brand, a category, a value of an option; ids -1 and -2 are products in stock and
 * sold out. `products` are the ACTIVE ones that have the value, `inStock` those of them in stock; triggers on `documents` count.
 */
export const facetValues = schema.table(
  'facet_values',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    key: text().notNull(),
    value: text().notNull(),
    label: text().notNull(),
    products: integer().notNull().default(0),
    inStock: integer('in_stock').notNull().default(0),
  },
  (table) => [unique('facet_values_value').on(table.key, table.value)],
);

/** Every word of every document. `deletes` are hashes of the word with up to two letters left out: where typos meet it. */
export const words = schema.table(
  'words',
  { word: plainText().primaryKey(), inTitle: boolean('in_title').notNull(), deletes: integer().array().notNull() },
  (table) => [index('words_deletes').using('gin', table.deletes)],
);

/** The last that inventory has said of a variant; it may come before the product and after it. */
export const availability = schema.table('availability', {
  variantId: uuid('variant_id').primaryKey(),
  version: bigint({ mode: 'number' }).notNull(),
  inStock: boolean('in_stock').notNull(),
  touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
});

/**
 * What another engine has not been told yet, the last of each product: its document as that engine takes it, or null when
 * only its stock has changed. `sent` is the `seq` that it knows, for rows that are kept for an index being built anew.
 */
export const outgoing = schema.table(
  'outgoing',
  {
    productId: uuid('product_id').primaryKey(),
    seq: bigint({ mode: 'number' }).notNull(),
    document: jsonb(),
    markedAt: timestamp('marked_at', { withTimezone: true }).notNull(),
    sent: bigint({ mode: 'number' }),
  },
  (table) => [index('outgoing_seq').on(table.seq)],
);

export const outgoingNumbers = schema.sequence('outgoing_numbers');
