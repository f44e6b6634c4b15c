import type { PendingQuery, Row } from 'postgres';
import type { SqlLike } from '../../kit/db.ts';
import type { Product, Variant } from './product.ts';

export type ProductRow = Omit<Product, 'categoryPath' | 'variants'> & { categoryId: string | null };
export type VariantRow = Variant & { productId: string };
export type CategoryRow = { id: string; parentId: string | null; name: string; slug: string; path: string[] };
type Condition = PendingQuery<Row[]>;

/** Products under a condition on `p`. */
export const readProducts = (sql: SqlLike, where: Condition) => sql<ProductRow[]>`
  SELECT p.id, p.external_id AS "externalId", p.slug, p.title, p.description, p.brand, p.category_id AS "categoryId", p.images, p.status,
    p.tax_class AS "taxClass", p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"
  FROM products p WHERE ${where}`;

/** Variants under a condition on `v`, in the merchant's order; retired ones last. */
export const readVariants = (sql: SqlLike, where: Condition) => sql<VariantRow[]>`
  SELECT v.id, v.product_id AS "productId", v.sku, v.title, v.options, v.price_minor AS "priceMinor",
    v.compare_at_price_minor AS "compareAtPriceMinor", v.currency_code AS "currencyCode", v.weight_grams AS "weightGrams",
    v.image, v.retired
  FROM variants v WHERE ${where} ORDER BY v.product_id, v.retired, v.position`;

/** Categories and all above them, so that one statement is enough for a whole path. */
export const readCategories = (sql: SqlLike, ids: readonly string[]) => sql<CategoryRow[]>`
  SELECT id, parent_id AS "parentId", name, slug, path FROM categories
  WHERE id IN (SELECT unnest(path) FROM categories WHERE id = ANY(${ids as string[]}::uuid[]))`;
