import type { TransactionSql } from 'postgres';

/** So many places are given in one turn: a million who came early are a minute's work, and the first are let in at once. */
const A_TURN = 20_000;

/** Gives places, one after the other: to those who came early in the order of their lots, then to all others as they came. The last one given. */
export async function givePlaces(tx: TransactionSql, saleId: string, most = A_TURN): Promise<number> {
  const early = await give(
    tx,
    saleId,
    tx`
    SELECT id, row_number() OVER (ORDER BY lot COLLATE "C") AS nth FROM (
      SELECT id, lot FROM tickets WHERE sale_id = ${saleId} AND place IS NULL AND early ORDER BY lot COLLATE "C" LIMIT ${most}) AS first`,
  );
  if (early.given === most) return early.lastPlace;
  const late = await give(
    tx,
    saleId,
    tx`
    SELECT id, row_number() OVER (ORDER BY arrival) AS nth FROM (
      SELECT id, arrival FROM tickets WHERE sale_id = ${saleId} AND place IS NULL AND NOT early ORDER BY arrival LIMIT ${most}) AS first`,
  );
  return late.lastPlace;
}

async function give(tx: TransactionSql, saleId: string, next: ReturnType<TransactionSql>): Promise<{ given: number; lastPlace: number }> {
  const [row] = await tx<{ given: number; lastPlace: number }[]>`
    WITH next AS (${next}), given AS (
      UPDATE tickets t SET place = s.last_place + next.nth FROM next, sales s WHERE s.id = ${saleId} AND t.id = next.id RETURNING 1)
    UPDATE sales SET last_place = last_place + (SELECT count(*) FROM given) WHERE id = ${saleId}
    RETURNING last_place AS "lastPlace", (SELECT count(*)::int FROM given) AS given`;
  return row!;
}
