import { getTableConfig, PgDialect } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContextDatabase, contextDatabase } from '../../schema/testing/context-database.ts';
import { sagas } from './tables.ts';

describe('the log of sagas, as the migrations have made it', () => {
  let database: ContextDatabase;
  beforeAll(async () => {
    database = await contextDatabase('checkout');
  });
  afterAll(() => database.close());

  test('has the columns that the code believes in', async () => {
    const made = await database.sql<{ name: string; type: string; required: boolean }[]>`
      SELECT column_name AS name, data_type AS type, is_nullable = 'NO' AS required FROM information_schema.columns
      WHERE table_schema = 'checkout' AND table_name = 'sagas'`;
    const believed = getTableConfig(sagas).columns.map((it) => ({ name: it.name, type: it.getSQLType(), required: it.notNull }));
    const inOrder = (columns: typeof believed) => columns.sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(inOrder([...made])).toEqual(inOrder(believed));
  });

  test('has the index that recovery looks through, over open sagas alone', async () => {
    const [index] = getTableConfig(sagas).indexes;
    const { name, where } = index!.config;
    await database.sql.unsafe(`CREATE INDEX believed ON sagas (created_at) WHERE ${new PgDialect().sqlToQuery(where!).sql}`);
    const over = async (it: string) =>
      (
        await database.sql<
          { over: string }[]
        >`SELECT pg_get_expr(indpred, indrelid) AS over FROM pg_index WHERE indexrelid = ${it}::regclass`
      )[0];
    expect(await over(name!)).toEqual(await over('believed'));
  });
});
