/** Why a row, or a part of it, was not taken as it stands. */
export type RefusalCode =
  | 'NOT_TEXT'
  | 'NOT_UTF8'
  | 'HEADER_UNKNOWN'
  | 'FILE_BROKEN'
  | 'COLUMN_COUNT'
  | 'HANDLE_MISSING'
  | 'HANDLE_APART'
  | 'TOO_MANY_ROWS'
  | 'TITLE_MISSING'
  | 'STATUS_UNKNOWN'
  | 'NO_VARIANT'
  | 'ROW_EMPTY'
  | 'TEXT_TOO_LONG'
  | 'PRICE_MISSING'
  | 'PRICE_NEGATIVE'
  | 'PRICE_INVALID'
  | 'PRICE_AMBIGUOUS'
  | 'PRICE_TOO_HIGH'
  | 'PRICE_OTHER_CURRENCY'
  | 'CURRENCY_UNKNOWN'
  | 'COMPARE_AT_INVALID'
  | 'COMPARE_AT_NOT_ABOVE'
  | 'WEIGHT_INVALID'
  | 'STOCK_INVALID'
  | 'STOCK_NEGATIVE'
  | 'OPTION_NAME_MISSING'
  | 'OPTION_NAME_CHANGED'
  | 'OPTION_NAME_TWICE'
  | 'OPTION_VALUE_MISSING'
  | 'OPTIONS_TWICE'
  | 'SKU_TWICE'
  | 'IMAGE_INVALID';

/** How much was lost: one value, the row, the whole product, or the rest of the file. */
export type RefusalEffect = 'VALUE' | 'ROW' | 'PRODUCT' | 'FILE';

/** One line of the report that an import hands back. */
export interface RefusedRow {
  /** The physical line on which the row starts. */
  line: number;
  handle: string;
  /** The column as the file spells it. */
  column: string;
  /** A `RefusalCode`, or a code of the catalogue's. */
  code: string;
  message: string;
  value?: string;
  effect: RefusalEffect;
}

const LONGEST_QUOTE = 200;

/** Builds a report line; a long value is cut, because reports are kept. */
export function refusedRow(row: Omit<RefusedRow, 'value'>, value = ''): RefusedRow {
  if (value === '') return row;
  return { ...row, value: value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value };
}
