import type { Sql } from 'postgres';

/** Whether a variant is in a sale that is not over yet, and whether a limit per customer stands on it. */
export type Marks = { inSale: boolean; limited: boolean };

/** In the order of the ids, in one statement: what a checkout of neither kind of goods asks, and nothing more. */
export const markedVariants = (sql: Sql, variantIds: string[]): Promise<Marks[]> => sql<Marks[]>`
  SELECT EXISTS (SELECT FROM sale_variants v JOIN sales s ON s.id = v.sale_id WHERE v.variant_id = x.id AND s.ends_at > now()) AS "inSale",
    EXISTS (SELECT FROM purchase_limits l WHERE l.variant_id = x.id) AS limited
  FROM unnest(${variantIds}::uuid[]) WITH ORDINALITY AS x(id, position) ORDER BY position`;
