import postgres, { type TransactionSql } from 'postgres';
import { ConfigError } from '../config.ts';
import { type Table, tablesOf } from './copy-schema.ts';

/** How long writers of one table may keep the freeze waiting; while it waits, others wait behind it. */
const FREEZE_WITHIN_MS = 4_000;
const FREEZE_TRIES = 4;
/** How the session that freezes is known among those of its role. */
export const FREEZER = 'holdfast:freeze';
const BUSY = new Set(['55P03', '40P01']);

/** Runs `work` while nobody can write into the schema's tables and everybody can read them. What is under way is waited for. */
export async function frozen<T>(url: string, context: string, work: (tx: TransactionSql, tables: Table[]) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: FREEZER } });
  let isFrozen = false;
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await sql.begin(async (tx) => {
          const tables = await tablesOf(tx, context);
          await tx.unsafe(`
            SET LOCAL lock_timeout = ${FREEZE_WITHIN_MS}; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
            LOCK TABLE ${tables.map(({ name }) => `"${context}"."${name}"`).join(', ')} IN SHARE MODE`);
          isFrozen = true;
          return await work(tx, tables);
        })) as T;
      } catch (error) {
        if (isFrozen || !BUSY.has((error as { code?: string }).code ?? '')) throw error;
        if (attempt === FREEZE_TRIES)
          throw new ConfigError(
            `A long transaction writes into ${context}, and was not ended: nothing was moved. Look for it in pg_stat_activity.`,
          );
      }
    }
  } finally {
    await sql.end();
  }
}
