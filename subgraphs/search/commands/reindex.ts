import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import type { catalog } from '../../catalog/contract.ts';
import type { inventory } from '../../inventory/contract.ts';
import { indexAvailability } from './index-availability.ts';
import { indexDocuments, takeTurn } from './index-documents.ts';

const PAGE = 500;
type Sources = { catalog: Client<typeof catalog>; inventory: Client<typeof inventory> };

/**
 * Builds the index anew while it serves and while events come in: pages of both sources are written over it, then goes
 * what neither a page nor an event has touched since the start. Answers how many products there are.
 */
export async function reindex(sql: Sql, from: Sources): Promise<{ products: number }> {
  const [clock] = await sql<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const start = clock!.now;
  for (let after: string | null = null, more = true; more; ) {
    const { variants, next } = await from.inventory.stockPage({ after, limit: PAGE * 4 });
    const rows = variants.map(({ available, ...variant }) => ({ ...variant, inStock: available > 0 }));
    await transaction(sql, async (tx) => {
      await takeTurn(tx);
      await indexAvailability(tx, rows, start);
    });
    [after, more] = [next, next !== null];
  }
  for (let after: string | null = null, more = true; more; ) {
    const { documents, next } = await from.catalog.productDocuments({ after, limit: PAGE });
    await transaction(sql, async (tx) => {
      await takeTurn(tx);
      await indexDocuments(tx, documents, start);
    });
    [after, more] = [next, next !== null];
  }
  await transaction(sql, async (tx) => {
    await takeTurn(tx);
    await tx`DELETE FROM availability WHERE touched_at < ${start}`;
    await tx`DELETE FROM documents WHERE touched_at < ${start}`;
    await tx`
      UPDATE documents SET in_stock = false
      WHERE in_stock AND NOT EXISTS (SELECT 1 FROM availability a WHERE a.variant_id = ANY(variant_ids) AND a.in_stock)`;
    await tx`DELETE FROM words WHERE NOT EXISTS (SELECT 1 FROM ts_stat('SELECT words FROM documents') s WHERE s.word = words.word)`;
    await tx`DELETE FROM facet_values WHERE id NOT IN (SELECT unnest(facet_ids) FROM documents)`;
  });
  return countProducts(sql);
}

/** Products that the index knows, findable or not. */
export async function countProducts(sql: Sql): Promise<{ products: number }> {
  const [row] = await sql<{ products: number }[]>`SELECT count(*)::int AS products FROM documents`;
  return { products: row!.products };
}
