import type { TransactionSql } from 'postgres';
import { storedDeletes } from '../typos.ts';
import type { ProductDocument } from '../../catalog/contract.ts';
import { dictionaryOf, type FacetValue, indexed, type Word } from '../indexed.ts';

/**
 * One indexer at a time: whether a product is in stock is put together from two contexts' events, and two transactions
 * that do not see each other's half would both leave it wrong.
 */
export const takeTurn = (tx: TransactionSql) => tx`SELECT pg_advisory_xact_lock(hashtext('search.index'))`;

/**
 * Writes documents into the index, each unless a newer version is there: four statements, however many. With `rebuildSince`
 * what was last touched before that time is overwritten whatever its version.
 */
export async function indexDocuments(tx: TransactionSql, documents: ProductDocument[], rebuildSince: Date | null = null): Promise<void> {
  const newest = new Map<string, ProductDocument>();
  for (const document of documents) {
    if (document.version > (newest.get(document.productId)?.version ?? -1)) newest.set(document.productId, document);
  }
  const rows = [...newest.values()].map(indexed);
  await putFacetValues(
    tx,
    rows.flatMap((row) => row.facets),
  );
  await putWords(tx, dictionaryOf([...newest.values()]));
  await tx`
    INSERT INTO documents AS d (product_id, version, active, title, title_key, words, skus, variant_ids, facet_ids, prices, price_min,
      price_max, created_at, in_stock, touched_at)
    SELECT "productId", version, active, title, "titleKey", words, skus, "variantIds",
      ARRAY(SELECT f.id FROM jsonb_to_recordset(r.facets) AS x(key text, value text) JOIN facet_values f USING (key, value)),
      prices, "priceMin", "priceMax", "createdAt",
      EXISTS (SELECT 1 FROM availability a WHERE a.variant_id = ANY(r."variantIds") AND a.in_stock), clock_timestamp()
    FROM jsonb_to_recordset(${tx.json(rows)}) AS r("productId" uuid, version bigint,
      active boolean, title text, "titleKey" text, words tsvector,
      skus text[], "variantIds" uuid[], facets jsonb, prices bigint[], "priceMin" bigint, "priceMax" bigint, "createdAt" timestamptz)
    ON CONFLICT (product_id) DO UPDATE SET version = excluded.version, active = excluded.active, title = excluded.title,
      title_key = excluded.title_key, words = excluded.words, skus = excluded.skus, variant_ids = excluded.variant_ids,
      facet_ids = excluded.facet_ids, prices = excluded.prices, price_min = excluded.price_min, price_max = excluded.price_max,
      created_at = excluded.created_at, in_stock = excluded.in_stock, touched_at = excluded.touched_at
    WHERE d.version < excluded.version OR d.touched_at < ${rebuildSince}::timestamptz`;
}

async function putFacetValues(tx: TransactionSql, values: FacetValue[]): Promise<void> {
  const unique = [...new Map(values.map((value) => [JSON.stringify([value.key, value.value]), value])).values()];
  await tx`
    INSERT INTO facet_values AS f (key, value, label)
    SELECT * FROM unnest(${unique.map((v) => v.key)}::text[], ${unique.map((v) => v.value)}::text[], ${unique.map((v) => v.label)}::text[])
    ON CONFLICT (key, value) DO UPDATE SET label = excluded.label WHERE f.label <> excluded.label`;
}

async function putWords(tx: TransactionSql, words: Word[]): Promise<void> {
  const known = await tx<{ word: string; inTitle: boolean; forgiven: boolean }[]>`
    SELECT word, in_title AS "inTitle", cardinality(deletes) > 0 AS forgiven FROM words
    WHERE word = ANY(${words.map((w) => w.word)}::text[])`;
  const seen = new Map(known.map((row) => [row.word, row]));
  const unknown = words.filter(({ word, inTitle, forgiven }) => {
    const stored = seen.get(word);
    return !stored || (inTitle && !stored.inTitle) || (forgiven && !stored.forgiven);
  });
  if (unknown.length === 0) return;
  // worked out for what is new only: there are hundreds to a long word
  const fresh = unknown.map(({ word, inTitle, forgiven }) => ({ word, inTitle, deletes: forgiven ? storedDeletes(word) : [] }));
  await tx`
    INSERT INTO words AS w (word, in_title, deletes)
    SELECT word, "inTitle", deletes FROM jsonb_to_recordset(${tx.json(fresh)}) AS r(word text, "inTitle" boolean, deletes int[])
    ON CONFLICT (word) DO UPDATE SET in_title = w.in_title OR excluded.in_title,
      deletes = CASE WHEN cardinality(w.deletes) > 0 THEN w.deletes ELSE excluded.deletes END`;
}
