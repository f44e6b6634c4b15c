import type { Sql } from 'postgres';
import { groupBy } from '../../../kit/group.ts';
import type { CatalogueProduct } from '../contract.ts';
import { readProducts, readVariants } from '../rows.ts';

/** Products in the order of their ids, from after `after`, with all that an export writes; `next` is null on the last page. */
export async function exportPage(
  sql: Sql,
  after: string | null,
  limit: number,
): Promise<{ products: CatalogueProduct[]; next: string | null }> {
  const rows = await readProducts(sql, sql`${after ? sql`p.id > ${after}` : sql`true`} ORDER BY p.id LIMIT ${limit}`);
  const [paths, variants] = await Promise.all([
    sql<{ id: string; pathKey: string }[]>`
      SELECT id, path_key AS "pathKey" FROM categories WHERE id = ANY(${rows.flatMap((row) => row.categoryId ?? [])}::uuid[])`,
    readVariants(sql, sql`v.product_id = ANY(${rows.map((row) => row.id)}::uuid[]) AND NOT v.retired`),
  ]);
  const pathOf = new Map(paths.map(({ id, pathKey }) => [id, JSON.parse(pathKey) as string[]]));
  const ofProduct = groupBy(variants, (variant) => variant.productId);
  const products = rows.map(({ id, categoryId, version: _, createdAt: __, updatedAt: ___, ...row }) => ({
    ...row,
    categoryPath: pathOf.get(categoryId ?? '') ?? [],
    variants: (ofProduct.get(id) ?? []).map(({ id: variantId, productId: _, retired: __, ...variant }) => ({ ...variant, variantId })),
  }));
  return { products, next: rows.length === limit && limit > 0 ? rows.at(-1)!.id : null };
}
