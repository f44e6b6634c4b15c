import type { SqlLike } from '../../kit/db.ts';
import { groupBy } from '../../kit/group.ts';
import type { ProductDocument } from './contract.ts';
import type { Product } from './product.ts';
import { type ProductRow, readCategories, readVariants } from './rows.ts';

type Named = { slug: string; name: string };

/** What the catalogue tells of a product; retired variants are no part of it. */
export const documentOf = (product: Omit<Product, 'categoryPath'>, categories: Named[]): ProductDocument => ({
  productId: product.id,
  version: product.version,
  slug: product.slug,
  title: product.title,
  description: product.description,
  brand: product.brand,
  categories: categories.map(({ slug, name }) => ({ slug, name })),
  status: product.status,
  createdAt: product.createdAt.toISOString(),
  variants: product.variants
    .filter((variant) => !variant.retired)
    .map(({ id, sku, title, priceMinor, currencyCode, options }) => ({ variantId: id, sku, title, priceMinor, currencyCode, options })),
});

/** Documents of rows just read, in their order. */
export async function documentsOf(sql: SqlLike, rows: ProductRow[]): Promise<ProductDocument[]> {
  const categoryIds = [...new Set(rows.flatMap((row) => row.categoryId ?? []))];
  const [variants, categories] = await Promise.all([
    readVariants(sql, sql`v.product_id = ANY(${rows.map((row) => row.id)}::uuid[])`),
    readCategories(sql, categoryIds),
  ]);
  const ofProduct = groupBy(variants, (variant) => variant.productId);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const path = (id: string | null) => (id ? byId.get(id)!.path.map((step) => byId.get(step)!) : []);
  return rows.map((row) => documentOf({ ...row, variants: ofProduct.get(row.id) ?? [] }, path(row.categoryId)));
}
