import { ApartRows } from './apart.ts';
import type { Columns } from './columns.ts';
import { readCsvRows } from './csv-rows.ts';
import type { ImportedProduct } from './imported-product.ts';
import { readProduct } from './product.ts';
import { type ProductRow, productRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';
import { headerOf, isBlank, refuseRow, wholeFile } from './row-check.ts';

/** Either a product, with how far into the file it ends, or one line of the report. */
export type ShopifyCsvItem = { product: ImportedProduct; bytes: number } | { refused: RefusedRow };

export type ReadingOptions = {
  currencyCode: string;
  /** From a survey: products whose rows stand apart, with their last line. Without it such rows are refused. */
  apart?: ReadonlyMap<string, number>;
};

const MOST_ROWS_OF_A_PRODUCT = 5_000;

/**
 * Reads a Shopify product file of either dialect as a stream. Whatever is wrong with a row is told and never stops the
 * run; only handles and SKUs are remembered from product to product, and of rows that stand apart a bounded amount.
 */
export async function* readShopifyCsv(
  input: AsyncIterable<Uint8Array | string>,
  { currencyCode, apart }: ReadingOptions,
): AsyncGenerator<ShopifyCsvItem> {
  let columns: Columns | undefined;
  let group: ProductRow[] = [];
  let bytes = 0;
  const handles = new Set<string>();
  const skus = new Set<string>();
  const waiting = new ApartRows(apart ?? new Map());
  for await (const row of readCsvRows(input)) {
    if ('broken' in row) {
      yield* finish(group, bytes, currencyCode, skus);
      return yield { refused: wholeFile(row.line, 'FILE_BROKEN', `Unreadable from here on: ${row.broken}`) };
    }
    if (isBlank(row)) continue;
    if (!columns) {
      const header = headerOf(row);
      if ('refused' in header) return yield header;
      columns = header;
      continue;
    }
    const next = productRow(columns, row.cells, row.line);
    const refused = refuseRow(row, next, columns);
    if (refused) {
      yield { refused };
      continue;
    }
    if (next.handle !== group[0]?.handle) {
      yield* finish(group, bytes, currencyCode, skus);
      group = [];
    }
    bytes = row.bytes;
    if (waiting.lastLines.has(next.handle)) {
      const come = waiting.take(next, lengthOf(row.cells));
      if (come && 'refused' in come) yield come;
      else if (come) yield* finish(come.rows, bytes, currencyCode, skus);
      continue;
    }
    const unfit = group.length === 0 && handles.has(next.handle) ? refuseApart(next) : refuseBeyond(next, group.length);
    if (unfit) {
      yield { refused: unfit };
      continue;
    }
    handles.add(next.handle);
    group.push(next);
  }
  yield* finish(group, bytes, currencyCode, skus);
  if (!columns) yield { refused: wholeFile(1, 'HEADER_UNKNOWN', 'The file is empty.') };
}

const lengthOf = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + cell.length, 0);

const refuseApart = (row: ProductRow): RefusedRow =>
  row.refuse('handle', 'HANDLE_APART', 'Rows of this product stand apart; keep them together.', 'ROW');

function refuseBeyond(row: ProductRow, groupSize: number): RefusedRow | undefined {
  if (groupSize < MOST_ROWS_OF_A_PRODUCT) return undefined;
  return row.refuse('handle', 'TOO_MANY_ROWS', `A product has at most ${MOST_ROWS_OF_A_PRODUCT} rows.`, 'ROW');
}

function* finish(rows: readonly ProductRow[], bytes: number, currencyCode: string, skus: Set<string>): Generator<ShopifyCsvItem> {
  const reports: RefusedRow[] = [];
  const product = readProduct(rows, currencyCode, skus, (refused) => reports.push(refused));
  for (const refused of reports) yield { refused };
  if (!product) return;
  for (const variant of product.variants) skus.add(variant.sku);
  yield { product, bytes };
}
