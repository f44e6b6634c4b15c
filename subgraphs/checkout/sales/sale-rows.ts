import type { Sql } from 'postgres';
import type { SqlLike } from '../../../kit/db.ts';
import type { Client } from '../../../kit/contract.ts';
import { isUuid } from '../../../kit/uuid.ts';
import type { inventory } from '../../inventory/contract.ts';
import { type Phase, type StockLeft, stockLeft } from './sale.ts';

/** A sale as it is shown, its phase by the database's clock. */
export type SaleRow = {
  id: string;
  slug: string;
  name: string;
  phase: Phase;
  opensAt: Date;
  endsAt: Date;
  stock: StockLeft;
  shuffleCommitment: string;
  shuffleSeed: string;
  /** In the merchant's order. */
  variantIds: string[];
};

/** Where the sale that the statement calls `s` stands now. */
export const phaseOf = (sql: SqlLike) =>
  sql`CASE WHEN now() < s.opens_at THEN 'SCHEDULED' WHEN now() < s.ends_at THEN 'OPEN' ELSE 'ENDED' END`;

/** By id or slug. Its stock is asked for anew; where inventory cannot be asked it is as the admitter saw it last. */
export async function saleBy(
  sql: Sql,
  ask: Pick<Client<typeof inventory>, 'availability'>,
  by: { id?: string | null; slug?: string | null },
): Promise<SaleRow | null> {
  if (by.id ? !isUuid(by.id) : !by.slug) return null;
  const [row] = await sql<SaleRow[]>`
    SELECT s.id, s.slug, s.name, ${phaseOf(sql)} AS phase, s.opens_at AS "opensAt", s.ends_at AS "endsAt", s.stock,
      s.shuffle_commitment AS "shuffleCommitment", s.shuffle_seed AS "shuffleSeed",
      ARRAY(SELECT variant_id FROM sale_variants v WHERE v.sale_id = s.id ORDER BY position) AS "variantIds"
    FROM sales s WHERE ${by.id ? sql`s.id = ${by.id}` : sql`s.slug = ${by.slug!}`}`;
  if (row?.phase !== 'OPEN') return row ?? null;
  const stock = await ask.availability({ variantIds: row.variantIds }).then(
    ({ variants }) => stockLeft(variants),
    () => row.stock,
  );
  return { ...row, stock };
}

/** Ids of sales that open within so many seconds. */
export async function openingSoon(sql: Sql, withinSeconds: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM sales WHERE opens_at > now() AND opens_at <= now() + ${withinSeconds} * interval '1 second' ORDER BY id`;
  return rows.map((row) => row.id);
}
