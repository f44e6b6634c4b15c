import postgres from 'postgres';
import { serveJob } from '../child.ts';

export type RowsJob = { from: string; to: string; products: number };

/** All that an import writes; what a table refers to stands before it. */
const TABLES = [
  'catalog.categories',
  'catalog.products',
  'catalog.variants',
  'catalog.outbox',
  'inventory.items',
  'inventory.stock',
  'inventory.movements',
  'inventory.outbox',
];
const ROWS = 5_000;

/** The very rows that an import has written, by the driver into the same tables elsewhere, many a statement; nothing is decided. */
async function insertAll({ from, to, products }: RowsJob): Promise<{ seconds: number; variants: number }> {
  const source = postgres(from, { max: 1, onnotice: () => {} });
  const target = postgres(to, { max: 1, onnotice: () => {} });
  let ms = 0;
  for (const table of TABLES) {
    const pages = source.unsafe<{ rows: string }[]>(
      `SELECT json_agg(r)::text AS rows FROM (SELECT *, (row_number() OVER () - 1) / ${ROWS} AS page FROM ${table}) r GROUP BY page ORDER BY page`,
    );
    for await (const [page] of pages.cursor(1)) {
      const began = performance.now();
      await target.unsafe(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(null::${table}, ($1::text)::json)`,
        [page!.rows],
      );
      ms += performance.now() - began;
    }
  }
  const [count] = await target<{ products: number; variants: number; stock: number }[]>`
    SELECT (SELECT count(*)::int FROM catalog.products) AS products, (SELECT count(*)::int FROM catalog.variants) AS variants,
      (SELECT count(*)::int FROM inventory.stock) AS stock`;
  await Promise.all([source.end(), target.end()]);
  if (count!.products !== products || count!.stock !== count!.variants)
    throw new Error(`the rows are not all there: ${JSON.stringify(count)}`);
  return { seconds: ms / 1000, variants: count!.variants };
}

serveJob(insertAll);
