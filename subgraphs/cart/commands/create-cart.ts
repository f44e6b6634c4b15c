import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { PricedLine } from './take-lines.ts';
import { mergeLines } from './merge-lines.ts';

/** A new cart with these lines; two lines of one variant become one. */
export const createCart = (
  sql: Sql,
  { currencyCode, lines, customerId }: { currencyCode: string; lines: PricedLine[]; customerId: string | null },
): Promise<string> =>
  transaction(sql, async (tx) => {
    const id = uuidv7();
    await tx`INSERT INTO carts (id, currency_code, customer_id) VALUES (${id}, ${currencyCode}, ${customerId})`;
    await mergeLines(tx, id, lines);
    return id;
  });
