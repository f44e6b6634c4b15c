import type { Sql, TransactionSql } from 'postgres';
import type { ProductDocument } from '../../catalog/contract.ts';
import type { EngineDocument, KeptRow, Texts } from './document.ts';
import { engineDocument, textsOf } from './document.ts';

/** What the engine is to be told of a product; with no texts only its stock has changed, and `gone` is not to be found. */
export type Change = { id: string; seq: number; gone: boolean; document: EngineDocument | null; inStock: boolean };

/** Notes documents for the engine, in the transaction that has indexed them; those that are out of date are left out. */
export async function noteDocuments(tx: TransactionSql, documents: ProductDocument[]): Promise<void> {
  const newest = new Map<string, ProductDocument>();
  for (const one of documents) if (one.version > (newest.get(one.productId)?.version ?? -1)) newest.set(one.productId, one);
  const rows = [...newest.values()].map((one) => ({ id: one.productId, version: one.version, document: textsOf(one) }));
  await tx`
    INSERT INTO outgoing AS o (product_id, seq, document, marked_at)
    SELECT r.id, nextval('outgoing_numbers'), r.document, clock_timestamp()
    FROM jsonb_to_recordset(${tx.json(rows)}) AS r(id uuid, version bigint, document jsonb)
    JOIN documents d ON d.product_id = r.id AND d.version = r.version
    ON CONFLICT (product_id) DO UPDATE SET seq = excluded.seq, document = excluded.document, marked_at = ${whenMarked(tx)}`;
}

/** Notes products whose stock has changed; a document that is still to be sent goes with it. */
export async function noteStock(tx: TransactionSql, productIds: string[]): Promise<void> {
  await tx`
    INSERT INTO outgoing AS o (product_id, seq, document, marked_at)
    SELECT id, nextval('outgoing_numbers'), NULL, clock_timestamp() FROM unnest(${productIds}::uuid[]) AS id
    ON CONFLICT (product_id) DO UPDATE SET seq = excluded.seq, marked_at = ${whenMarked(tx)}`;
}

const whenMarked = (tx: TransactionSql) => tx`CASE WHEN o.sent IS NOT DISTINCT FROM o.seq THEN excluded.marked_at ELSE o.marked_at END`;

type Row = KeptRow & { id: string; seq: number; texts: Texts | null; active: boolean | null };

/** The oldest changes, after a number; `all` of those kept, or only what the engine does not know. */
export async function readChanges(sql: Sql, { after, limit, all }: { after: number; limit: number; all: boolean }): Promise<Change[]> {
  const rows = await sql<Row[]>`
    SELECT o.product_id AS id, o.seq, o.document AS texts, d.active, d.facet_ids AS "facetIds", d.in_stock AS "inStock", d.prices,
      d.price_min AS "priceMin", d.created_at AS "createdAt", d.title_key AS "titleKey"
    FROM outgoing o LEFT JOIN documents d USING (product_id)
    WHERE o.seq > ${after} AND (${all} OR o.sent IS DISTINCT FROM o.seq) ORDER BY o.seq LIMIT ${limit}`;
  return rows.map(({ id, seq, texts, active, ...kept }) => ({
    id,
    seq,
    gone: !active,
    document: active && texts ? engineDocument(id, texts, kept) : null,
    inStock: kept.inStock,
  }));
}

/** The documents of a page as the engine is to hold them: findable ones, unless something newer has come meanwhile. */
export async function readDocuments(sql: Sql, documents: ProductDocument[]): Promise<EngineDocument[]> {
  const rows = await sql<(KeptRow & { id: string; version: number })[]>`
    SELECT product_id AS id, version, facet_ids AS "facetIds", in_stock AS "inStock", prices, price_min AS "priceMin",
      created_at AS "createdAt", title_key AS "titleKey"
    FROM documents WHERE active AND product_id = ANY(${documents.map((one) => one.productId)}::uuid[])`;
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
  return documents.flatMap((one) => {
    const row = byId.get(one.productId);
    if (row?.version !== one.version) return [];
    const { version: _, ...kept } = row;
    return [engineDocument(one.productId, textsOf(one), kept)];
  });
}

/** The engine knows these changes. They are kept while an index is built anew, which is yet to hear of them. */
export async function changesSent(sql: Sql, changes: Change[], keep: boolean): Promise<void> {
  const [ids, numbers] = [changes.map(({ id }) => id), changes.map(({ seq }) => seq)];
  const these = sql`FROM unnest(${ids}::uuid[], ${numbers}::bigint[]) AS s(id, seq)`;
  if (keep) await sql`UPDATE outgoing o SET sent = o.seq ${these} WHERE o.product_id = s.id AND o.seq = s.seq`;
  else
    await sql`DELETE FROM outgoing o USING unnest(${ids}::uuid[], ${numbers}::bigint[]) AS s(id, seq) WHERE o.product_id = s.id AND o.seq = s.seq`;
}

/** How many changes the engine does not know, and how old the oldest of them is. */
export async function waitingChanges(sql: Sql): Promise<{ waiting: number; lagSeconds: number }> {
  const [row] = await sql<{ waiting: number; lagSeconds: number }[]>`
    SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM clock_timestamp() - min(marked_at)), 0)::float8 AS "lagSeconds"
    FROM outgoing WHERE sent IS DISTINCT FROM seq`;
  return row!;
}
