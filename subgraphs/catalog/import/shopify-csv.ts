import { readColumns } from './columns.ts';
import type { Columns } from './columns.ts';
import { readCsvRows } from './csv-rows.ts';
import type { CsvRow } from './csv-rows.ts';
import type { ImportedProduct } from './imported-product.ts';
import { readProduct } from './product.ts';
import { productRow } from './product-rows.ts';
import type { ProductRow } from './product-rows.ts';
import { refusedRow } from './refused-row.ts';
import type { RefusedRow } from './refused-row.ts';

/** Either a product, with how far into the file it ends, or one line of the report. */
export type ShopifyCsvItem = { product: ImportedProduct; bytes: number } | { refused: RefusedRow };

const MOST_ROWS_OF_A_PRODUCT = 5_000;

/**
 * Reads a Shopify product file of either dialect as a stream. Whatever is wrong with a row is told and never stops the
 * run; only handles and SKUs are remembered from product to product.
 */
export async function* readShopifyCsv(
  input: AsyncIterable<Uint8Array | string>,
  options: { currencyCode: string },
): AsyncGenerator<ShopifyCsvItem> {
  let columns: Columns | undefined;
  let group: ProductRow[] = [];
  let bytes = 0;
  const seen = { handles: new Set<string>(), skus: new Set<string>() };
  for await (const row of readCsvRows(input)) {
    if ('broken' in row) {
      yield* finish(group, bytes, options.currencyCode, seen.skus);
      return yield { refused: wholeFile(row.line, 'FILE_BROKEN', `Unreadable from here on: ${row.broken}`) };
    }
    if (isBlank(row)) continue;
    if (!columns) {
      const header = readColumns(row.cells);
      if ('missing' in header) {
        return yield { refused: wholeFile(row.line, 'HEADER_UNKNOWN', `No column ${header.missing.join(', ')}.`) };
      }
      columns = header;
      continue;
    }
    const next = productRow(columns, row.cells, row.line);
    const startsProduct = next.handle !== group[0]?.handle;
    const apart = startsProduct && seen.handles.has(next.handle);
    const refused = refuseRow(row, next, columns, apart, startsProduct ? 0 : group.length);
    if (refused) {
      yield { refused };
      continue;
    }
    if (startsProduct) {
      yield* finish(group, bytes, options.currencyCode, seen.skus);
      group = [];
      seen.handles.add(next.handle);
    }
    group.push(next);
    bytes = row.bytes;
  }
  yield* finish(group, bytes, options.currencyCode, seen.skus);
  if (!columns) yield { refused: wholeFile(1, 'HEADER_UNKNOWN', 'The file is empty.') };
}

function isBlank(row: CsvRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

function refuseRow(row: CsvRow, next: ProductRow, columns: Columns, apart: boolean, groupSize: number): RefusedRow | undefined {
  if (row.cells.length !== columns.width) {
    const message = `${row.cells.length} cells under ${columns.width} columns; is a quote missing?`;
    return next.refuse('handle', 'COLUMN_COUNT', message, 'ROW');
  }
  if (next.handle === '') return next.refuse('handle', 'HANDLE_MISSING', 'A row needs the handle of its product.', 'ROW');
  if (apart) return next.refuse('handle', 'HANDLE_APART', 'Rows of this product stand apart; keep them together.', 'ROW');
  if (groupSize >= MOST_ROWS_OF_A_PRODUCT) {
    return next.refuse('handle', 'TOO_MANY_ROWS', `A product has at most ${MOST_ROWS_OF_A_PRODUCT} rows.`, 'ROW');
  }
  return undefined;
}

function* finish(rows: readonly ProductRow[], bytes: number, currencyCode: string, skus: Set<string>): Generator<ShopifyCsvItem> {
  const reports: RefusedRow[] = [];
  const product = readProduct(rows, currencyCode, skus, (refused) => reports.push(refused));
  for (const refused of reports) yield { refused };
  if (!product) return;
  for (const variant of product.variants) skus.add(variant.sku);
  yield { product, bytes };
}

function wholeFile(line: number, code: 'FILE_BROKEN' | 'HEADER_UNKNOWN', message: string): RefusedRow {
  return refusedRow({ line, handle: '', column: '', code, message, effect: 'FILE' });
}
