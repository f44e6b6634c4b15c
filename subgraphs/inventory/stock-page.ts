import type { Sql } from 'postgres';

/** Variants in the order of their ids, from after `after`; `next` is null on the last page. */
export async function stockPage(sql: Sql, after: string | null, limit: number) {
  const variants = await sql<{ variantId: string; productId: string; available: number; version: number }[]>`
    SELECT i.variant_id AS "variantId", i.product_id AS "productId", coalesce(sum(s.available), 0)::int AS available,
      coalesce(sum(s.version), 0)::bigint AS version
    FROM items i LEFT JOIN stock s USING (variant_id)
    WHERE ${after ? sql`i.variant_id > ${after}` : sql`true`} GROUP BY 1, 2 ORDER BY 1 LIMIT ${limit}`;
  return { variants: [...variants], next: variants.length === limit ? variants.at(-1)!.variantId : null };
}
