import { isUuid } from '../../kit/uuid.ts';

/** Where a page ended: the last row's sort key and id. A key is the text of a bigint, a time or a title. */
export type Position = { key: string; id: string };
export type KeyKind = 'number' | 'time' | 'text';

/** Opaque to clients; `order` names the sort that the position belongs to. */
export const writeCursor = (order: string, { key, id }: Position): string =>
  Buffer.from(JSON.stringify([order, key, id])).toString('base64url');

const FITS: Record<KeyKind, (key: string) => boolean> = {
  number: (key) => Number.isSafeInteger(Number(key)) && /^-?\d+$/.test(key),
  time: (key) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(key) && !Number.isNaN(Date.parse(key)),
  text: (key) => key.length <= 4000 && !key.includes('\0'),
};

/** The position in a cursor of this sort, or null: whatever a client sends, nothing else reaches a statement. */
export function readCursor(order: string, kind: KeyKind, cursor: string): Position | null {
  try {
    const [of, key, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const fits = of === order && typeof key === 'string' && FITS[kind](key) && typeof id === 'string' && isUuid(id) && rest.length === 0;
    return fits ? { key, id } : null;
  } catch {
    return null;
  }
}
