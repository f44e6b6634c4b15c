import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';

/** Characters of rows that may wait for others at one time; a file that needs more is not sorted by product at all. */
const MOST_WAITING = 32 * 1024 * 1024;

type Waiting = { rows: ProductRow[]; size: number };

/**
 * Rows of products that stand apart, kept until the last one has come, the line of which is known beforehand. What is kept
 * is bounded; a product for which there is no room is refused as a whole, never half taken.
 */
export class ApartRows {
  #waiting = new Map<string, Waiting>();
  #refused = new Set<string>();
  #size = 0;

  constructor(
    readonly lastLines: ReadonlyMap<string, number>,
    readonly most = MOST_WAITING,
  ) {}

  /** All rows of the product when this is its last one; a refusal when there is no room; else nothing yet. */
  take(row: ProductRow, size: number): { rows: ProductRow[] } | { refused: RefusedRow } | undefined {
    const isLast = row.line === this.lastLines.get(row.handle);
    if (this.#refused.has(row.handle)) return undefined;
    const group = this.#waiting.get(row.handle) ?? { rows: [], size: 0 };
    group.rows.push(row);
    group.size += size;
    this.#size += size;
    this.#waiting.set(row.handle, group);
    if (!isLast && this.#size <= this.most) return undefined;
    this.#waiting.delete(row.handle);
    this.#size -= group.size;
    if (isLast) return { rows: group.rows };
    this.#refused.add(row.handle);
    const message = 'Rows of this product stand apart, as those of too many do; sort the file by handle.';
    return { refused: group.rows[0]!.refuse('handle', 'HANDLE_APART', message, 'PRODUCT') };
  }
}
