import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';

/** Reads the weight of one piece in grams. What is no weight is told and left out: delivery by weight then asks for one. */
export function readWeight(row: ProductRow, report: (refused: RefusedRow) => void): { weightGrams?: number } {
  const text = row.value('weight');
  if (text === '') return {};
  if (/^\d{1,8}(?:\.\d{1,6})?$/.test(text)) return { weightGrams: Math.round(Number(text)) };
  report(row.refuse('weight', 'WEIGHT_INVALID', 'Not a number of grams; left out.', 'VALUE'));
  return {};
}
