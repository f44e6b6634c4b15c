import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyMigrations } from './apply-migrations.ts';
import { testDatabase } from './testing/database.ts';
import { migrationsFor } from './testing/migrations.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let sql: Sql;
const migrations = migrationsFor([`CREATE SCHEMA growing`, `CREATE TABLE growing.trees (id int PRIMARY KEY, kind text)`]);
beforeAll(async () => {
  database = await testDatabase('apply_migrations');
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
  migrations.remove();
});

const apply = (options: { lockMs?: number; tries?: number } = {}) =>
  applyMigrations(sql, { context: 'growing', folder: migrations.folder.pathname, ...options });
const columns = async () =>
  (await database.sql`SELECT attname AS name FROM pg_attribute WHERE attrelid = 'growing.trees'::regclass AND attnum > 0`).map(
    (row) => row.name,
  );
/** Somebody who reads the table in a transaction that takes its time. */
async function reading(): Promise<{ over(): Promise<void> }> {
  let over = () => {};
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const work = database.sql.begin(async (tx) => {
    await tx`SELECT FROM growing.trees`;
    begun();
    await new Promise<void>((resolve) => (over = resolve));
  });
  await hasBegun;
  return {
    async over() {
      over();
      await work;
    },
  };
}

test('a migration whose table is in use lets others pass, and comes again', async () => {
  await apply();
  migrations.add([`ALTER TABLE growing.trees ADD COLUMN height int`]);
  const reader = await reading();
  const applied = apply({ lockMs: 50 });
  for (let looks = 0; looks < 20; looks++) await database.sql`SELECT FROM growing.trees`;
  expect(await columns()).not.toContain('height');
  await reader.over();
  await applied;
  expect(await columns()).toContain('height');
  await apply();
});

test('one whose table is never free ends in one line, and has changed nothing', async () => {
  migrations.add([`CREATE TABLE growing.shrubs (id int)`, `ALTER TABLE growing.trees ADD COLUMN girth int`]);
  const reader = await reading();
  await expect(apply({ lockMs: 20, tries: 2 })).rejects.toThrow(
    /^A migration of growing found its table in use 2 times and changed nothing/,
  );
  await reader.over();
  expect(await database.sql`SELECT to_regclass('growing.shrubs') AS it`).toEqual([{ it: null }]);
  await apply();
  expect(await columns()).toContain('girth');
});

test('an index is built CONCURRENTLY, and one that was cut off half-way is built anew', async () => {
  migrations.add([`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "trees_kind" ON growing.trees (kind)`]);
  await database.sql`INSERT INTO growing.trees (id, kind) VALUES (1, 'oak'), (2, 'oak')`;
  await expect(apply()).rejects.toMatchObject({ code: '23505' });
  const isValid = async () =>
    (await database.sql`SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('growing.trees_kind')`).map(
      (row) => row.valid,
    );
  expect(await isValid()).toEqual([false]);
  await database.sql`DELETE FROM growing.trees WHERE id = 2`;
  await apply();
  expect(await isValid()).toEqual([true]);
});
