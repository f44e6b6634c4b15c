import type { TransactionSql } from 'postgres';
import type { Availability } from '../engine.ts';

/** Notes what inventory says of variants, unless something newer is known, and shows it on their products: those that changed are returned. */
export async function indexAvailability(tx: TransactionSql, variants: Availability[], rebuildSince: Date | null = null): Promise<string[]> {
  const newest = new Map<string, (typeof variants)[number]>();
  for (const variant of variants) {
    if (variant.version > (newest.get(variant.variantId)?.version ?? -1)) newest.set(variant.variantId, variant);
  }
  const rows = [...newest.values()];
  await tx`
    INSERT INTO availability AS a (variant_id, version, in_stock, touched_at)
    SELECT "variantId", version, "inStock", clock_timestamp()
    FROM jsonb_to_recordset(${tx.json(rows)}) AS r("variantId" uuid, version bigint, "inStock" boolean)
    ON CONFLICT (variant_id) DO UPDATE SET version = excluded.version, in_stock = excluded.in_stock, touched_at = excluded.touched_at
    WHERE a.version < excluded.version OR a.touched_at < ${rebuildSince}::timestamptz`;
  const shown = await showStock(tx, [...new Set(rows.map((row) => row.productId))]);
  return shown.map((row) => row.id);
}

/** A product is in stock when any of its variants is. */
const showStock = (tx: TransactionSql, productIds: string[]) => tx<{ id: string }[]>`
  UPDATE documents d SET in_stock = s.in_stock
  FROM (
    SELECT product_id, EXISTS (SELECT 1 FROM availability a WHERE a.variant_id = ANY(variant_ids) AND a.in_stock) AS in_stock
    FROM documents WHERE product_id = ANY(${productIds}::uuid[])) s
  WHERE d.product_id = s.product_id AND d.in_stock <> s.in_stock RETURNING d.product_id AS id`;
