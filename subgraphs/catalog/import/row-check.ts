import { type Columns, readColumns } from './columns.ts';
import type { CsvRow } from './csv-rows.ts';
import type { ProductRow } from './product-rows.ts';
import { type RefusalCode, type RefusedRow, refusedRow } from './refused-row.ts';

/** A row of nothing but commas and spaces, as spreadsheets leave them behind. */
export const isBlank = (row: CsvRow): boolean => row.cells.every((cell) => cell.trim() === '');

/** The header of a product file, or why this is none. */
export function headerOf(row: CsvRow): Columns | { refused: RefusedRow } {
  const columns = readColumns(row.cells);
  if (!('missing' in columns)) return columns;
  const hint = row.cells.length === 1 && row.cells[0]!.includes(';') ? ' The cells are separated by semicolons; commas are expected.' : '';
  return { refused: wholeFile(row.line, 'HEADER_UNKNOWN', `No column ${columns.missing.join(', ')}.${hint}`) };
}

/** What is wrong with a row before it is known what it says. */
export function refuseRow(row: CsvRow, next: ProductRow, columns: Columns): RefusedRow | undefined {
  if (row.cells.length !== columns.width) {
    const message = `${row.cells.length} cells under ${columns.width} columns; is a quote missing?`;
    return next.refuse('handle', 'COLUMN_COUNT', message, 'ROW');
  }
  if (next.handle === '') return next.refuse('handle', 'HANDLE_MISSING', 'A row needs the handle of its product.', 'ROW');
  return undefined;
}

/** One line of the report that is about all of the file. */
export const wholeFile = (line: number, code: RefusalCode, message: string): RefusedRow =>
  refusedRow({ line, handle: '', column: '', code, message, effect: 'FILE' });
