import { LRUCache } from 'lru-cache';
import type { Sql } from 'postgres';
import type { Read } from '../../kit/db.ts';
import { turnLoader } from '../../kit/turn-loader.ts';

/** Longer than a replica that is used may be behind. */
const ADJUSTED_MS = 5_000;

/** Within this a page is put together, even on a busy machine; a shopper may see stock a few seconds late. */
const MOMENT_MS = 1_000;

export type Level = { variantId: string; sku: string; available: number; reserved: number; sold: number; shards: number };

/** Free and held units of variants now; absent where there is no stock row. */
export const availableUnits = (sql: Sql, variantIds: readonly string[]) => sql<
  { variantId: string; available: number; reserved: number }[]
>`
  SELECT variant_id AS "variantId", sum(available)::int AS available, sum(reserved)::int AS reserved FROM stock WHERE variant_id = ANY(${variantIds as string[]}::uuid[]) GROUP BY 1`;

/**
 * What the graph shows of stock. One statement a turn, whoever asks; what it reads for a list's products serves the
 * variants that are shown below them too, for a moment.
 */
export function createLoaders(read: Read) {
  const adjusted = new LRUCache<string, true>({ max: 10_000, ttl: ADJUSTED_MS });
  const units = new LRUCache<string, number>({ max: 50_000, ttl: MOMENT_MS });
  const products = new LRUCache<string, boolean>({ max: 50_000, ttl: MOMENT_MS });
  const fresh = (ids: string[]) => ({ fresh: ids.some((id) => adjusted.has(id)) });
  /** What was adjusted a moment ago may have been read before that. */
  const keep = (rows: readonly { variantId: string; available: number }[]) => {
    for (const { variantId, available } of rows) if (!adjusted.has(variantId)) units.set(variantId, available);
  };

  const ofVariants = turnLoader<number>(async (ids) => {
    const rows = await read((sql) => availableUnits(sql, ids), fresh(ids));
    keep(rows);
    const found = new Map(rows.map((row) => [row.variantId, row.available]));
    return ids.map((id) => found.get(id) ?? 0);
  });
  /** The last reading of products that has not ended: it may bring what a variant asks for. */
  let underWay: Promise<unknown> | null = null;
  const ofProducts = turnLoader<boolean>(async (ids) => {
    const reading = read((sql) => unitsOfProducts(sql, ids), fresh(ids));
    const settled = reading
      .catch(() => {})
      .finally(() => {
        if (underWay === settled) underWay = null;
      });
    underWay = settled;
    const rows = await reading;
    keep(rows);
    const inStock = new Set(rows.filter((row) => row.available > 0).map((row) => row.productId));
    for (const id of ids) if (!adjusted.has(id)) products.set(id, inStock.has(id));
    return ids.map((id) => inStock.has(id));
  });
  return {
    available: (given: string) => {
      const id = given.toLowerCase();
      return units.get(id) ?? (underWay ? underWay.then(() => units.get(id) ?? ofVariants(id)) : ofVariants(id));
    },
    productInStock: (id: string) => products.get(id.toLowerCase()) ?? ofProducts(id.toLowerCase()),
    /** Who has just adjusted the stock of a variant or a product reads it anew, and on the primary wherever others read. */
    noteAdjusted: (ids: readonly string[]) => {
      for (const id of ids) {
        adjusted.set(id, true);
        units.delete(id);
        products.delete(id);
      }
    },
  };
}

const unitsOfProducts = (sql: Sql, productIds: string[]) => sql<{ productId: string; variantId: string; available: number }[]>`
  SELECT i.product_id AS "productId", i.variant_id AS "variantId", coalesce(sum(s.available), 0)::int AS available
  FROM items i LEFT JOIN stock s USING (variant_id) WHERE i.product_id = ANY(${productIds}::uuid[]) GROUP BY 1, 2`;

export type Loaders = ReturnType<typeof createLoaders>;

export async function stockLevel(sql: Sql, by: { variantId?: string | null; sku?: string | null }): Promise<Level | null> {
  const [level] = await sql<Level[]>`
    SELECT i.variant_id AS "variantId", i.sku, coalesce(sum(s.available), 0)::int AS available, coalesce(sum(s.reserved), 0)::int AS reserved,
      coalesce(sum(s.sold), 0)::int AS sold, count(s.shard)::int AS shards
    FROM items i LEFT JOIN stock s USING (variant_id)
    WHERE ${by.variantId ? sql`i.variant_id = ${by.variantId}` : sql`i.sku = ${by.sku ?? ''}`} GROUP BY 1, 2`;
  return level ?? null;
}
