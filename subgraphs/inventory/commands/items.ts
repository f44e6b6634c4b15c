import type { Sql, TransactionSql } from 'postgres';

export type Item = { variantId: string; productId: string; sku: string };

/** Learns or renews whose a variant is and what it is called. A sku that has moved to another variant moves here too. */
export async function putItems(tx: TransactionSql | Sql, items: Item[]): Promise<void> {
  await tx`DELETE FROM items WHERE sku = ANY(${items.map((item) => item.sku)}) AND NOT variant_id = ANY(${items.map((item) => item.variantId)}::uuid[])`;
  await tx`
    INSERT INTO items AS i (variant_id, product_id, sku)
    SELECT DISTINCT ON (v) v, p, s FROM unnest(${items.map((item) => item.variantId)}::uuid[], ${items.map((item) => item.productId)}::uuid[],
      ${items.map((item) => item.sku)}::text[]) AS x(v, p, s) ORDER BY v
    ON CONFLICT (variant_id) DO UPDATE SET product_id = excluded.product_id, sku = excluded.sku
    WHERE (i.product_id, i.sku) IS DISTINCT FROM (excluded.product_id, excluded.sku)`;
}
