import { createHash } from 'node:crypto';
import type { Columns } from './columns.ts';
import { readCsvRows } from './csv-rows.ts';
import { productRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';
import { headerOf, isBlank, refuseRow, wholeFile } from './row-check.ts';
import { TextCheck, type TextFault } from './text-check.ts';

/** What a first look at a whole file has found, before anything is taken from it. */
export type Survey = {
  products: number;
  bytes: number;
  sha256: string;
  /** Handles whose rows stand apart, with the line of their last row. */
  apart: ReadonlyMap<string, number>;
  columns: Columns;
};

/**
 * Reads the file once without taking anything: whether it can be read to its end, how much is in it, and which products
 * have rows that come back later. What it keeps is the handles.
 */
export async function surveyShopifyCsv(input: AsyncIterable<Uint8Array>): Promise<Survey | { refused: RefusedRow }> {
  const seen = new Set<string>();
  const apart = new Map<string, number>();
  const hash = createHash('sha256');
  const check = new TextCheck();
  let textFault: TextFault | undefined;
  let bytes = 0;
  async function* checked(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input) {
      hash.update(chunk);
      bytes += chunk.length;
      textFault = check.see(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (textFault) return;
      yield chunk;
    }
    textFault = check.end();
  }
  let columns: Columns | { refused: RefusedRow } | undefined;
  let broken: RefusedRow | undefined;
  let previous = '';
  for await (const row of readCsvRows(checked())) {
    if (textFault) break;
    if ('broken' in row) {
      broken = wholeFile(row.line, 'FILE_BROKEN', `Unreadable from here on: ${row.broken}`);
      break;
    }
    if (isBlank(row)) continue;
    if (!columns) {
      columns = headerOf(row);
      if ('refused' in columns) return columns;
      continue;
    }
    if ('refused' in columns) break;
    const next = productRow(columns, row.cells, row.line);
    if (refuseRow(row, next, columns)) continue;
    if (apart.has(next.handle) || (next.handle !== previous && seen.has(next.handle))) apart.set(next.handle, row.line);
    else seen.add(next.handle);
    previous = next.handle;
  }
  if (textFault) return { refused: wholeFile(textFault.line, textFault.code, textFault.message) };
  if (broken) return { refused: broken };
  if (!columns) return { refused: wholeFile(1, 'HEADER_UNKNOWN', 'The file is empty.') };
  if ('refused' in columns) return columns;
  return { products: seen.size, bytes, sha256: hash.digest('hex'), apart, columns };
}
