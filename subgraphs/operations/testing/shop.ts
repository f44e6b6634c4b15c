import { existsSync, readdirSync } from 'node:fs';
import type { Sql } from 'postgres';
import { grantReading, migrateContext } from '../../../kit/migrate.ts';
import { testSigner, testSubgraph } from '../../../schema/testing/subgraph.ts';
import type { Charge } from '../invariant.ts';
import type { QueueDepths } from '../queues.ts';
import operations from '../subgraph.ts';
import { writeStaff } from './staff-history.ts';
import { writePurchases } from './history.ts';
import { HEALTHY, ledgerOf, type Purchase } from './purchases.ts';

/** A small page, so that reading the ledger takes several. */
const PAGE = 4;
const folderOf = (context: string) => new URL(`../../${context}/migrations`, import.meta.url);

/** The provider as a test wants it: what it holds, and whether it answers. */
export type FakeProvider = { ledger: Charge[]; down: boolean };
export type Changes = Partial<Record<keyof typeof HEALTHY, Partial<Purchase>>>;
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Operations at work in a database with the tables of all contexts; `sql` may do everything, the context's role may read. */
export async function openShop(queues: QueueDepths = null) {
  const provider: FakeProvider = { ledger: [], down: false };
  const providerLedger = async ({ after }: { after?: string | null }) => {
    if (provider.down) throw new Error('no answer');
    const from = after ? Number(after) : 0;
    return { charges: provider.ledger.slice(from, from + PAGE), next: from + PAGE < provider.ledger.length ? String(from + PAGE) : null };
  };
  const shop = await patiently(() => testSubgraph(operations, { peers: { payments: { providerLedger } }, config: { queues } }));
  const contexts = readdirSync(new URL('../..', import.meta.url)).filter(
    (context) => context !== 'operations' && existsSync(folderOf(context)),
  );
  for (const context of contexts)
    await patiently(() => migrateContext({ context, folder: folderOf(context), databaseUrl: shop.url }, testSigner));
  await grantReading(shop.url, 'operations', contexts);
  /** The healthy history anew, but for these changes. */
  const refill = async (changes: Changes = {}) => {
    const purchases = Object.entries<Purchase>(HEALTHY).map(([name, purchase]) => ({
      ...purchase,
      ...changes[name as keyof typeof HEALTHY],
    }));
    await empty(shop.sql, contexts);
    await writePurchases(shop.sql, purchases);
    await writeStaff(shop.sql);
    Object.assign(provider, { ledger: ledgerOf(purchases), down: false });
  };
  return { ...shop, provider, contexts, refill, loosen: () => loosen(shop.sql, contexts) };
}

/** Roles belong to the whole server: two suites that make the same one at the same moment get in each other's way. */
async function patiently<T>(work: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 1 || !['23505', '42710', 'XX000'].includes((error as { code?: string }).code ?? '')) throw error;
    return patiently(work, tries - 1);
  }
}

async function empty(sql: Sql, contexts: string[]): Promise<void> {
  const tables = await sql<
    { name: string }[]
  >`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY(${contexts})`;
  // not TRUNCATE: for a few rows it is far slower
  await sql.begin((tx) =>
    tx.unsafe(`SET LOCAL session_replication_role = replica; ${tables.map((table) => `DELETE FROM ${table.name}`).join(';')}`),
  );
}

/** Takes away what would refuse a planted fault: CHECKs, references and unique indexes. */
async function loosen(sql: Sql, contexts: string[]): Promise<void> {
  const constraints = await sql<{ statement: string }[]>`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace::regnamespace::text = ANY(${contexts})
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace::regnamespace::text = ANY(${contexts})
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`;
  await sql.unsafe(constraints.map((row) => row.statement).join(';'));
}
