import { expect, test } from 'vitest';
import { testDatabase } from './database.ts';

test('the tests run on a real Postgres with durability on', async () => {
  const { sql, drop } = await testDatabase('durability');
  const settings = await sql<{ name: string; setting: string }[]>`
    SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`;
  expect(settings.map((row) => row.setting)).toEqual(['on', 'on', 'on']);
  await drop();
});
