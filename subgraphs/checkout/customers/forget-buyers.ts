import type { Sql, TransactionSql } from 'postgres';
import { type SqlLike, transaction } from '../../../kit/db.ts';
import { giveBackUnits } from '../limits/count-purchase.ts';

/** What an attempt is told of its buyer, without the buyer: the same form, so that a late undo reads it as ever. */
const nameless = (sql: SqlLike) => sql`
  input || jsonb_build_object('customerId', NULL, 'email', '', 'paymentMethodId', '', 'shippingAddress', jsonb_build_object(
    'name', '', 'line1', '', 'city', '', 'postalCode', '', 'countryCode', input#>>'{shippingAddress,countryCode}'))`;

/** Attempts whose orders have ended, or that have come to their end without one. What they count in a sale stays counted, for nobody. */
export async function forgetAttempts(tx: TransactionSql, attemptIds: readonly string[]): Promise<void> {
  const ids = [...attemptIds].sort();
  await tx`UPDATE sagas SET input = ${nameless(tx)} WHERE id = ANY(${ids}::uuid[])`;
  await tx`UPDATE tickets SET visitor_id = 'erased ' || id WHERE used_by = ANY(${ids}::uuid[])`;
  for (const id of ids) {
    await forgetPurchase(tx, id);
    await forgetUnits(tx, id);
  }
}

/** A guest's key is the hash of an e-mail, which can be guessed: the units go to a key that stands for this purchase alone. */
async function forgetPurchase(tx: TransactionSql, attemptId: string): Promise<void> {
  const [purchase] = await tx<{ saleId: string; customerKey: string; counted: number }[]>`
    SELECT sale_id AS "saleId", customer_key AS "customerKey", CASE state WHEN 'TAKEN' THEN units ELSE 0 END AS counted
    FROM sale_purchases WHERE attempt_id = ${attemptId} AND sale_id IS NOT NULL AND customer_key NOT LIKE 'erased %' FOR UPDATE`;
  if (!purchase) return;
  const { saleId, customerKey, counted } = purchase;
  const key = `erased ${attemptId}`;
  await tx`UPDATE sale_purchases SET customer_key = ${key} WHERE attempt_id = ${attemptId}`;
  await tx`INSERT INTO sale_customers (sale_id, customer_key, bought) VALUES (${saleId}, ${key}, ${counted})`;
  await tx`UPDATE sale_customers SET bought = bought - ${counted} WHERE sale_id = ${saleId} AND customer_key = ${customerKey}`;
  await tx`DELETE FROM sale_customers WHERE sale_id = ${saleId} AND customer_key = ${customerKey} AND bought = 0`;
}

/** The same for the units of limited variants. */
async function forgetUnits(tx: TransactionSql, attemptId: string): Promise<void> {
  const [purchase] = await tx<{ customerKey: string; taken: boolean }[]>`
    SELECT customer_key AS "customerKey", state = 'TAKEN' AS taken FROM limit_purchases
    WHERE attempt_id = ${attemptId} AND customer_key NOT LIKE 'erased %' FOR UPDATE`;
  if (!purchase) return;
  const variants = await tx<{ id: string }[]>`SELECT variant_id AS id FROM limit_units WHERE attempt_id = ${attemptId}`;
  if (purchase.taken) await giveBackUnits(tx, [attemptId]);
  await tx`UPDATE limit_purchases SET customer_key = ${`erased ${attemptId}`} WHERE attempt_id = ${attemptId}`;
  await tx`
    INSERT INTO limit_customers (variant_id, customer_key, bought)
    SELECT variant_id, ${`erased ${attemptId}`}, CASE WHEN ${purchase.taken} THEN units ELSE 0 END FROM limit_units WHERE attempt_id = ${attemptId}`;
  await tx`
    DELETE FROM limit_customers
    WHERE variant_id = ANY(${variants.map((row) => row.id)}::uuid[]) AND customer_key = ${purchase.customerKey} AND bought = 0`;
}

/**
 * Attempts of erased customers that came to nothing: their own, and those of guests with an e-mail that was shown to be theirs.
 * One that is under way is found the next time, or its order tells. Repeatable; answers how many.
 */
export async function forgetRefused(tx: TransactionSql, customerIds: readonly string[]): Promise<number> {
  const scopes = customerIds.map((id) => `customer:${id}:checkout`);
  const rows = await tx<{ id: string }[]>`
    SELECT s.id FROM attempts a JOIN sagas s ON s.id = a.id
    WHERE a.scope = ANY(${scopes}) AND s.state = 'COMPENSATED' AND s.input->>'email' <> ''
    UNION
    SELECT s.id FROM verified_emails v JOIN sagas s ON lower(s.input->>'email') = lower(v.email) AND s.state = 'COMPENSATED'
    WHERE v.customer_id = ANY(${customerIds as string[]}::uuid[]) AND s.input->>'customerId' IS NULL`;
  await forgetAttempts(
    tx,
    rows.map((row) => row.id),
  );
  return rows.length;
}

/** A sign-in outlives its customer by minutes, an attempt by its deadline: after a day there is nothing left to find. */
const LOOKED_AT_FOR_DAYS = 1;

/** What erased customers have tried to buy since they were erased. */
export const forgetAllRefused = (sql: Sql): Promise<{ forgotten: number }> =>
  transaction(sql, async (tx) => {
    const rows = await tx<{ id: string }[]>`
      SELECT customer_id AS id FROM erasures WHERE at > now() - ${LOOKED_AT_FOR_DAYS} * interval '1 day' ORDER BY 1`;
    const ids = rows.map((row) => row.id);
    return { forgotten: await forgetRefused(tx, ids) };
  });
