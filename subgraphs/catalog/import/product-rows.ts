import { unguarded } from '../export/cells.ts';
import type { Columns, Field } from './columns.ts';
import { refusedRow } from './refused-row.ts';
import type { RefusalCode, RefusalEffect, RefusedRow } from './refused-row.ts';

/** A row seen through the header: values by meaning, trimmed, empty where the file has no such column. */
export interface ProductRow {
  line: number;
  handle: string;
  value: (field: Field) => string;
  refuse: (field: Field, code: RefusalCode, message: string, effect: RefusalEffect) => RefusedRow;
}

/** Puts the header over one record's cells. */
export function productRow(columns: Columns, cells: readonly string[], line: number): ProductRow {
  const value = (field: Field): string => {
    const index = columns.at.get(field);
    if (index === undefined) return '';
    const text = (cells[index] ?? '').trim();
    return columns.ours ? unguarded(text) : text;
  };
  const handle = value('handle');
  return {
    line,
    handle,
    value,
    refuse: (field, code, message, effect) =>
      refusedRow({ line, handle, column: columns.nameOf(field), code, message, effect }, value(field)),
  };
}

const OF_A_VARIANT: readonly Field[] = ['price', 'sku', 'option1Value', 'option2Value', 'option3Value', 'compareAtPrice'];

/** True when the row speaks of a variant; Shopify writes further pictures of a product as rows without one. */
export function describesVariant(row: ProductRow): boolean {
  return OF_A_VARIANT.some((field) => row.value(field) !== '');
}
