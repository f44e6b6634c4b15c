import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgSchema, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import type { Image, SelectedOption } from './product.ts';

export const schema = pgSchema('catalog');
export const { outbox, inbox, leases } = messageTables(schema);

/** The tree. A category is made when a product first names it and never moves, so its path can be kept beside it. */
export const categories = schema.table(
  'categories',
  {
    id: uuid().primaryKey(),
    parentId: uuid('parent_id'),
    name: text().notNull(),
    slug: text().notNull(),
    /** Names from the root down as a JSON list: what finds it again. */
    pathKey: text('path_key').notNull(),
    /** Ids from the root down to this one. */
    path: uuid().array().notNull(),
  },
  (table) => [
    unique('categories_slug').on(table.slug),
    unique('categories_path').on(table.pathKey),
    index('categories_parent').on(table.parentId),
  ],
);

export const products = schema.table(
  'products',
  {
    id: uuid().primaryKey(),
    externalId: text('external_id').notNull(),
    slug: text().notNull(),
    title: text().notNull(),
    description: text(),
    brand: text(),
    categoryId: uuid('category_id').references(() => categories.id),
    images: jsonb().$type<Image[]>().notNull(),
    status: text().notNull(),
    /** Null: the usual one. */
    taxClass: text('tax_class'),
    version: bigint({ mode: 'number' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    unique('products_external_id').on(table.externalId),
    // pattern operators, so that "all slugs that begin so" is a range of the index
    uniqueIndex('products_slug').on(table.slug.op('text_pattern_ops')),
    check('products_status', sql`status IN ('DRAFT', 'ACTIVE', 'ARCHIVED')`),
  ],
);

/** What is bought. A variant is never deleted: orders refer to it; it is retired. */
export const variants = schema.table(
  'variants',
  {
    id: uuid().primaryKey(),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id),
    sku: text().notNull(),
    title: text().notNull(),
    position: integer().notNull(),
    options: jsonb().$type<SelectedOption[]>().notNull(),
    priceMinor: bigint('price_minor', { mode: 'number' }).notNull(),
    compareAtPriceMinor: bigint('compare_at_price_minor', { mode: 'number' }),
    currencyCode: text('currency_code').notNull(),
    /** Of one piece; null: nobody has said. */
    weightGrams: integer('weight_grams'),
    image: jsonb().$type<Image>(),
    retired: boolean().notNull(),
  },
  (table) => [
    unique('variants_sku').on(table.sku),
    index('variants_product').on(table.productId),
    check('variants_price', sql`price_minor >= 0 AND compare_at_price_minor >= 0`),
    check('variants_weight', sql`weight_grams >= 0`),
  ],
);
