import { getTableConfig, pgSchema, type PgTable } from 'drizzle-orm/pg-core';
import { connect, type Db } from '../db.ts';
import { messageTables } from '../outbox.ts';
import { sagaTable } from '../saga-log.ts';
import { testDatabase } from './database.ts';

const schema = pgSchema('sample');
const { outbox, inbox, leases } = messageTables(schema);

/** A schema with the tables that kit brings along, and a `notes` table to have an effect on. */
export async function messageSchema(name: string, options: { max?: number; onQuery?: (text: string) => void } = {}): Promise<Sample> {
  const database = await testDatabase(name);
  await database.sql.unsafe(`CREATE SCHEMA sample; CREATE TABLE sample.notes (note text NOT NULL);`);
  for (const table of [outbox, inbox, leases, sagaTable(schema)]) await database.sql.unsafe(creating(table));
  const db = connect({ url: database.url, schema: 'sample', max: options.max ?? 8, ...(options.onQuery && { onQuery: options.onQuery }) });
  const close = async () => {
    await db.close();
    await database.drop();
  };
  return { url: database.url, sql: db.sql, close };
}

type Sample = { url: string; sql: Db['sql']; close(): Promise<void> };

/** The statement that makes a table, as far as kit's own tables need it: columns, defaults, keys. */
function creating(table: PgTable): string {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const lines = columns.map((column) => {
    const parts = [`"${column.name}" ${column.getSQLType()}`];
    if (column.generatedIdentity) parts.push('GENERATED ALWAYS AS IDENTITY');
    if (column.primary) parts.push('PRIMARY KEY');
    if (column.notNull) parts.push('NOT NULL');
    if (column.hasDefault && !column.generatedIdentity)
      parts.push(`DEFAULT ${column.getSQLType().endsWith('[]') ? `'{}'` : defaultOf(column.default)}`);
    return parts.join(' ');
  });
  for (const key of primaryKeys) lines.push(`PRIMARY KEY (${key.columns.map((column) => column.name).join(', ')})`);
  return `CREATE TABLE sample."${name}" (${lines.join(', ')})`;
}

/** Of lists it is the empty one; the only other default that is no value is the time. */
const defaultOf = (value: unknown): string => {
  if (Array.isArray(value)) return `'${JSON.stringify(value)}'::jsonb`;
  return typeof value === 'object' ? 'now()' : String(value);
};
