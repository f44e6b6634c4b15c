import { readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { describe, expect, test } from 'vitest';
import { contextNames } from '../topology.ts';

type Snapshot = ReturnType<typeof generateDrizzleJson>;
type Tables = Record<string, unknown>;

/** The statements that bring a database at the last snapshot to what the tables say: none, when migrations are fresh. */
const missing = (last: Snapshot, tables: Tables) => generateMigration(last, generateDrizzleJson(tables, last.id));

function lastSnapshot(context: string): Snapshot {
  const folder = new URL(`../subgraphs/${context}/migrations/meta/`, import.meta.url);
  const [last] = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .reverse();
  return JSON.parse(readFileSync(new URL(last!, folder), 'utf8')) as Snapshot;
}

const tablesOf = async (context: string): Promise<Tables> => (await import(`../subgraphs/${context}/tables.ts`)) as Tables;

describe('migrations', () => {
  test.each(contextNames)('those of %s make the tables that tables.ts says (npm run migrations -- <context> <name>)', async (context) => {
    expect(await missing(lastSnapshot(context), await tablesOf(context))).toEqual([]);
  });

  test('a table without a migration is noticed', async () => {
    const last = lastSnapshot('cart');
    delete last.tables['cart.carts'];
    expect(await missing(last, await tablesOf('cart'))).toEqual(
      expect.arrayContaining([expect.stringContaining('CREATE TABLE "cart"."carts"')]),
    );
  });

  test.each(contextNames)('each file of %s is in its journal, and the other way round', (context) => {
    const folder = new URL(`../subgraphs/${context}/migrations/`, import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as { entries: { tag: string }[] };
    expect(files.sort()).toEqual(journal.entries.map((entry) => `${entry.tag}.sql`).sort());
  });
});
