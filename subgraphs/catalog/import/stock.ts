import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';

/**
 * Reads the quantity on hand. Shopify lets it fall below zero when a shop oversells; we start such a variant at zero.
 * A quantity that is no whole number refuses the row, because a guess would be sold.
 */
export function readStock(row: ProductRow, report: (refused: RefusedRow) => void): { stock?: number } | undefined {
  const text = row.value('stock');
  // silence is not zero: stock is opened once, and a later file may say how much there is
  if (text === '') return {};
  if (!/^[-+]?\d{1,9}(?:\.0+)?$/.test(text)) {
    report(row.refuse('stock', 'STOCK_INVALID', 'Not a whole number of at most nine digits.', 'ROW'));
    return undefined;
  }
  const quantity = Number(text);
  if (quantity >= 0) return { stock: quantity };
  report(row.refuse('stock', 'STOCK_NEGATIVE', 'Taken as 0.', 'VALUE'));
  return { stock: 0 };
}
