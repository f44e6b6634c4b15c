import { LRUCache } from 'lru-cache';
import type { Sql } from 'postgres';
import type { Read } from '../../kit/db.ts';
import { turnLoader } from '../../kit/turn-loader.ts';

/** Longer than a replica that is used may be behind. */
const ADJUSTED_MS = 5_000;

export type Level = { variantId: string; sku: string; available: number; reserved: number; sold: number; shards: number };

/** Free units of variants now; absent where there is no stock row. */
export const availableUnits = (sql: Sql, variantIds: readonly string[]) => sql<{ variantId: string; available: number }[]>`
  SELECT variant_id AS "variantId", sum(available)::int AS available FROM stock WHERE variant_id = ANY(${variantIds as string[]}::uuid[]) GROUP BY 1`;

/**
 * What the graph shows of stock, never kept: one statement a turn for the variants that anybody asks for, and one for the
 * products.
 */
export function createLoaders(read: Read) {
  const adjusted = new LRUCache<string, true>({ max: 10_000, ttl: ADJUSTED_MS });
  const fresh = (ids: string[]) => ({ fresh: ids.some((id) => adjusted.has(id)) });
  return {
    available: turnLoader<number>(async (ids) => {
      const rows = await read((sql) => availableUnits(sql, ids), fresh(ids));
      const units = new Map(rows.map((row) => [row.variantId, row.available]));
      return ids.map((id) => units.get(id.toLowerCase()) ?? 0);
    }),
    productInStock: turnLoader<boolean>(async (ids) => {
      const inStock = new Set(await read((sql) => productsInStock(sql, ids), fresh(ids)));
      return ids.map((id) => inStock.has(id.toLowerCase()));
    }),
    /** Who has just adjusted the stock of a variant or a product reads it on the primary, wherever others read. */
    noteAdjusted: (ids: readonly string[]) => {
      for (const id of ids) adjusted.set(id, true);
    },
  };
}
async function productsInStock(sql: Sql, ids: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT p.id FROM unnest(${ids}::uuid[]) AS p(id)
    WHERE EXISTS (SELECT FROM items i JOIN stock s USING (variant_id) WHERE i.product_id = p.id AND s.available > 0)`;
  return rows.map((row) => row.id);
}
export type Loaders = ReturnType<typeof createLoaders>;

export async function stockLevel(sql: Sql, by: { variantId?: string | null; sku?: string | null }): Promise<Level | null> {
  const [level] = await sql<Level[]>`
    SELECT i.variant_id AS "variantId", i.sku, coalesce(sum(s.available), 0)::int AS available, coalesce(sum(s.reserved), 0)::int AS reserved,
      coalesce(sum(s.sold), 0)::int AS sold, count(s.shard)::int AS shards
    FROM items i LEFT JOIN stock s USING (variant_id)
    WHERE ${by.variantId ? sql`i.variant_id = ${by.variantId}` : sql`i.sku = ${by.sku ?? ''}`} GROUP BY 1, 2`;
  return level ?? null;
}
