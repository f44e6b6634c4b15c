import type { Sql } from 'postgres';
import type { Offer, ProductDocument } from './contract.ts';
import { documentsOf } from './documents.ts';
import { offerTitle } from './product.ts';
import { readProducts } from './rows.ts';
import { isStorable } from './text.ts';

/** What can be bought now, read from the primary. */
export async function offers(sql: Sql, variantIds: string[]): Promise<{ offers: Offer[] }> {
  const rows = await sql<(Omit<Offer, 'title'> & { product: string; variant: string })[]>`
    SELECT v.id AS "variantId", p.id AS "productId", v.sku, p.title AS product, v.title AS variant, v.price_minor AS "priceMinor",
      v.currency_code AS "currencyCode", v.weight_grams AS "weightGrams", p.tax_class AS "taxClass"
    FROM variants v JOIN products p ON p.id = v.product_id
    WHERE v.id = ANY(${variantIds}::uuid[]) AND NOT v.retired AND p.status = 'ACTIVE'`;
  return { offers: rows.map(({ product, variant, ...offer }) => ({ ...offer, title: offerTitle(product, variant) })) };
}

/** Variants by id or SKU, whatever has become of their product. */
export async function variantsBy(
  sql: Sql,
  { variantIds = [], skus = [] }: { variantIds?: string[] | undefined; skus?: string[] | undefined },
) {
  const variants = await sql<{ variantId: string; productId: string; sku: string }[]>`
    SELECT id AS "variantId", product_id AS "productId", sku FROM variants
    WHERE id = ANY(${variantIds}::uuid[]) OR sku = ANY(${skus.filter(isStorable)}::text[])`;
  return { variants: [...variants] };
}

export async function productDocuments(
  sql: Sql,
  after: string | null,
  limit: number,
): Promise<{ documents: ProductDocument[]; next: string | null }> {
  const rows = await readProducts(sql, sql`${after ? sql`p.id > ${after}` : sql`true`} ORDER BY p.id LIMIT ${limit}`);
  return { documents: await documentsOf(sql, rows), next: rows.length === limit && limit > 0 ? rows.at(-1)!.id : null };
}

export async function countProducts(sql: Sql): Promise<{ products: number }> {
  const [row] = await sql<{ products: number }[]>`SELECT count(*)::int AS products FROM products`;
  return { products: row!.products };
}
