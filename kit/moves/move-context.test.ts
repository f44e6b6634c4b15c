import postgres, { type Sql } from 'postgres';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { contextUrl, migrateContext } from '../migrate.ts';
import { createSigner } from '../sign.ts';
import { testDatabase } from '../testing/database.ts';
import { migrationsFor } from '../testing/migrations.ts';
import { moveContext } from './move-context.ts';
import { surveyMove } from './survey.ts';

const CONTEXT = 'moving';
const signer = createSigner('a-secret-for-tests-only');
/** What a copy could trip over: keys that refer forward, an identity, a generated column, a trigger that counts, rows that migrations write. */
const migrations = migrationsFor([
  `CREATE SCHEMA moving`,
  `CREATE TABLE moving.parcels (id uuid PRIMARY KEY, no bigint GENERATED ALWAYS AS IDENTITY, shelf text NOT NULL, label text GENERATED ALWAYS AS ('on ' || shelf) STORED, note jsonb, at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE moving.shelves (name text PRIMARY KEY)`,
  `ALTER TABLE moving.parcels ADD CONSTRAINT on_shelf FOREIGN KEY (shelf) REFERENCES moving.shelves (name)`,
  `CREATE TABLE moving.counted (parcels bigint NOT NULL)`,
  `INSERT INTO moving.counted VALUES (0)`,
  `CREATE FUNCTION moving.count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE moving.counted SET parcels = parcels + 1; RETURN NULL; END $$`,
  `CREATE TRIGGER counting AFTER INSERT ON moving.parcels FOR EACH ROW EXECUTE FUNCTION moving.count()`,
]);

type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;
const opened: TestDatabase[] = [];
let here: TestDatabase;
let there: TestDatabase;
const asContext = (database: TestDatabase): Sql =>
  postgres(contextUrl(database.url, CONTEXT, signer), { max: 4, onnotice: () => {}, connection: { search_path: CONTEXT } });
const put = (sql: Sql, shelf = 'a') =>
  sql`INSERT INTO parcels (id, shelf, note) VALUES (gen_random_uuid(), ${shelf}, '{"tab":"\\t"}') RETURNING no`;
const move = (from: TestDatabase, to: TestDatabase, tell?: (line: string) => void) =>
  moveContext({ context: CONTEXT, folder: migrations.folder, from: from.url, to: to.url, signer, ...(tell && { tell }) });
const has = async (sql: Sql, schema: string) => (await sql`SELECT 1 FROM pg_namespace WHERE nspname = ${schema}`).length > 0;

beforeEach(async () => {
  [here, there] = [await testDatabase('move_here'), await testDatabase('move_there')];
  opened.push(here, there);
  await migrateContext({ context: CONTEXT, folder: migrations.folder, databaseUrl: here.url }, signer);
  await here.sql`INSERT INTO moving.shelves VALUES ('a'), (${"quote ' and \\ and\nline"})`;
});
afterAll(async () => {
  await Promise.all(opened.map((database) => database.drop()));
  migrations.remove();
});

describe('moving a context', () => {
  test('what was written while it moved is in the new place, and nobody can write into the old one', async () => {
    const writer = asContext(here);
    let told = 0;
    let refused: unknown;
    const writing = Array.from({ length: 4 }, async () => {
      while (refused === undefined) {
        await put(writer).then(
          () => (told += 1),
          (error: unknown) => (refused = error),
        );
      }
    });
    while (told < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    const moved = await move(here, there);
    await Promise.all(writing);
    expect(moved).toMatchObject({ tables: [{ name: 'counted', rows: 1 }, { name: 'shelves', rows: 2 }, { name: 'parcels' }] });

    const [now] =
      await there.sql`SELECT count(*)::int AS parcels, max(no)::int AS last, (SELECT parcels::int FROM moving.counted) AS counted FROM moving.parcels`;
    // a statement that was cut off may have been committed before that: then it moved as well
    expect(now!.parcels).toBeGreaterThanOrEqual(told);
    expect(now!.parcels).toBeLessThanOrEqual(told + 4);
    expect(now!.counted).toBe(now!.parcels);
    const reader = asContext(there);
    expect(Number((await put(reader))[0]!.no)).toBeGreaterThan(now!.last);
    await expect(put(writer)).rejects.toMatchObject({ code: '42P01' });
    await expect(migrateContext({ context: CONTEXT, folder: migrations.folder, databaseUrl: here.url }, signer)).rejects.toThrow(
      /^MOVING_DATABASE_URL does not say where moving is: on .* it was moved from this database to /,
    );
    await Promise.all([writer.end({ timeout: 1 }), reader.end({ timeout: 1 })]);
  });

  test('and back, as often as one likes; what was left is kept', async () => {
    await move(here, there);
    await there.sql`INSERT INTO moving.shelves VALUES ('b')`;
    await move(there, here);
    expect((await here.sql`SELECT name FROM moving.shelves`).map((row) => row.name)).toContain('b');
    expect(await has(there.sql, CONTEXT)).toBe(false);
    await migrateContext({ context: CONTEXT, folder: migrations.folder, databaseUrl: here.url }, signer);
    const left = await here.sql<
      { name: string }[]
    >`SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, 'moving_left_') ORDER BY 1`;
    expect(left.map(({ name }) => name.replace(/\d+/, 'N'))).toEqual(['moving_left_N', 'moving_left_N_migrations']);
  });

  test('cut off while it copies, it is where it was, and is moved the next time', async () => {
    const cut = (line: string) => {
      if (line.includes('rows')) throw new Error('cut off');
    };
    await expect(move(here, there, cut)).rejects.toThrow('cut off');
    const writer = asContext(here);
    await put(writer);
    await expect(migrateContext({ context: CONTEXT, folder: migrations.folder, databaseUrl: there.url }, signer)).rejects.toThrow(
      /is being moved here from .*, and not all of it has come/,
    );
    await move(here, there);
    expect((await there.sql`SELECT count(*)::int AS n FROM moving.parcels`)[0]!.n).toBe(1);
    await writer.end();
  });

  test('cut off before its last step it is at work nowhere, and the next call does that step alone', async () => {
    await there.sql.unsafe(`
      CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN IF to_regnamespace('moving') IS NOT NULL THEN RAISE 'not yet'; END IF; END $$;
      CREATE EVENT TRIGGER last_step ON ddl_command_end WHEN TAG IN ('ALTER SCHEMA') EXECUTE FUNCTION refuse()`);
    await expect(move(here, there)).rejects.toThrow('not yet');
    await there.sql`DROP EVENT TRIGGER last_step`;
    expect(await has(here.sql, CONTEXT)).toBe(false);
    expect(await surveyMove({ context: CONTEXT, from: here.url, to: there.url, tell: () => {} })).toBe(0);
    expect(await move(here, there)).toBe('finished');
    expect((await there.sql`SELECT count(*)::int AS n FROM moving.shelves`)[0]!.n).toBe(2);
    await expect(move(here, there)).rejects.toThrow(/^There is no moving in .*: it was moved to /);
  });

  test('a survey counts and touches nothing; to where it is, or to where there is one, it is refused in one line', async () => {
    const counted: string[] = [];
    expect(await surveyMove({ context: CONTEXT, from: here.url, to: there.url, tell: (line) => counted.push(line) })).toBe(0);
    expect(counted.join('\n')).toMatch(/shelves +2 rows/);
    expect(await has(there.sql, 'moving_arriving')).toBe(false);
    await expect(move(here, here)).rejects.toThrow(/is where moving is already/);
    await there.sql`CREATE SCHEMA moving`;
    await expect(move(here, there)).rejects.toThrow(/has a schema moving already/);
    const said: string[] = [];
    expect(await surveyMove({ context: CONTEXT, from: here.url, to: there.url, tell: (line) => said.push(line) })).toBe(1);
    expect(said.join()).toMatch(/^In the way: .* has a schema moving already/);
  });
});
