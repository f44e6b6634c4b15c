import { randomFillSync } from 'node:crypto';

const POOL = 512;
const random = Buffer.alloc(10 * POOL);
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
let next = random.length;

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that new rows lie at the end of an index.
 * Drawn in Node, because Postgres has `uuidv7()` only from 18 on.
 */
export function uuidv7(now = Date.now()): string {
  if (next + 10 > random.length) {
    randomFillSync(random);
    next = 0;
  }
  const byte = (i: number) => random[next + i]!;
  const time = now.toString(16).padStart(12, '0');
  const tail = [4, 5, 6, 7, 8, 9].map((i) => hex[byte(i)]).join('');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex[byte(0)]!.slice(1)}${hex[byte(1)]}-${hex[0x80 | (byte(2) & 0x3f)]}${hex[byte(3)]}-${tail}`;
  next += 10;
  return id;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** True for any UUID, whatever its version; an id from outside is asked this before a database is. */
export const isUuid = (value: string): boolean => UUID.test(value);
