import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { ProductDocument } from '../../catalog/contract.ts';
import type { Sources } from '../engine.ts';
import { indexAvailability } from './index-availability.ts';
import { indexDocuments, takeTurn } from './index-documents.ts';

const PAGE = 500;
type Watch = {
  done: (products: number) => void;
  /** Told of each page of documents, after it has been written over the index. */
  written?: (documents: ProductDocument[]) => Promise<void>;
};

/**
 * Builds the index anew while it serves and while events come in: pages of both sources are written over it, then goes
 * what neither a page nor an event has touched since the start.
 */
export async function rebuildIndex(sql: Sql, from: Sources, { done, written }: Watch): Promise<void> {
  const [clock] = await sql<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const start = clock!.now;
  const inTurn = (work: (tx: TransactionSql) => Promise<unknown>) =>
    transaction(sql, async (tx) => {
      await takeTurn(tx);
      await work(tx);
    });
  for (let after: string | null = null, more = true; more; ) {
    const { variants, next } = await from.inventory.stockPage({ after, limit: PAGE * 4 });
    const rows = variants.map(({ available, ...variant }) => ({ ...variant, inStock: available > 0 }));
    await inTurn((tx) => indexAvailability(tx, rows, start));
    [after, more] = [next, next !== null];
  }
  // before the documents: what is in stock is put together when they are written
  await inTurn((tx) => tx`DELETE FROM availability WHERE touched_at < ${start}`);
  let products = 0;
  for (let after: string | null = null, more = true; more; ) {
    const { documents, next } = await from.catalog.productDocuments({ after, limit: PAGE });
    await inTurn((tx) => indexDocuments(tx, documents, start));
    await written?.(documents);
    products += documents.length;
    done(products);
    [after, more] = [next, next !== null];
  }
  await inTurn((tx) => removeUntouched(tx, start));
}

async function removeUntouched(tx: TransactionSql, start: Date): Promise<void> {
  await tx`DELETE FROM documents WHERE touched_at < ${start}`;
  await tx`
    UPDATE documents SET in_stock = false
    WHERE in_stock AND NOT EXISTS (SELECT 1 FROM availability a WHERE a.variant_id = ANY(variant_ids) AND a.in_stock)`;
  await tx`DELETE FROM words WHERE NOT EXISTS (SELECT 1 FROM ts_stat('SELECT words FROM documents') s WHERE s.word = words.word)`;
  await tx`DELETE FROM facet_values WHERE id > 0 AND id NOT IN (SELECT unnest(facet_ids) FROM documents)`;
  await recountValues(tx);
}

/** The numbers beside the facet values are kept by triggers; counted anew they are right whatever has happened to them. */
const recountValues = (tx: TransactionSql) => tx`
  UPDATE facet_values f SET products = coalesce(c.products, 0), in_stock = coalesce(c.stocked, 0)
  FROM facet_values v LEFT JOIN (
    SELECT facet_id, count(*)::int AS products, count(*) FILTER (WHERE d.in_stock)::int AS stocked
    FROM documents d, unnest(d.facet_ids || CASE WHEN d.in_stock THEN -1 ELSE -2 END) AS facet_id WHERE d.active GROUP BY 1) c ON c.facet_id = v.id
  WHERE f.id = v.id AND (f.products, f.in_stock) <> (coalesce(c.products, 0), coalesce(c.stocked, 0))`;

/** Products that the index knows, findable or not. */
export async function countProducts(sql: Sql): Promise<number> {
  const [row] = await sql<{ products: number }[]>`SELECT count(*)::int AS products FROM documents`;
  return row!.products;
}
