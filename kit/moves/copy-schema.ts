import type { TransactionSql } from 'postgres';

export type Table = { name: string; columns: string[] };
/** Rows, and a sum over the hash of each: the same in both databases when the tables are. */
export type Tally = { name: string; rows: number; sum: string };

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const within = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/** Tables of a schema with the columns that hold something of their own, those that others refer to first. */
export async function tablesOf(sql: TransactionSql, schema: string): Promise<Table[]> {
  const tables = await sql<Table[]>`
    SELECT c.relname AS name, array_agg(a.attname ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = ${schema}::regnamespace AND c.relkind = 'r' GROUP BY 1 ORDER BY 1`;
  const references = await sql<{ from: string; to: string }[]>`
    SELECT f.relname AS from, t.relname AS to FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = ${schema}::regnamespace AND f.oid <> t.oid`;
  const sorted: Table[] = [];
  while (sorted.length < tables.length) {
    const isFree = ({ name }: Table) => references.every(({ from, to }) => from !== name || sorted.some((table) => table.name === to));
    const next = tables.find((table) => !sorted.includes(table) && isFree(table));
    if (!next) throw new Error(`the tables of ${schema} refer to each other in a circle`);
    sorted.push(next);
  }
  return sorted;
}

/** Of the source, at once: some megabytes. */
const BLOCKS = 512;

/**
 * Copies one table from database to database, a stretch of its blocks at a time; no more of it is held in memory. As JSON: the
 * driver's COPY TO may never come back (it leaves its socket paused when the last row has filled the buffer).
 */
export async function copyTable(
  from: { tx: TransactionSql; schema: string },
  to: { tx: TransactionSql; schema: string },
  { name, columns }: Table,
): Promise<void> {
  const list = columns.map(quoted).join(', ');
  const [source, target] = [within(from.schema, name), within(to.schema, name)];
  const [size] = await from.tx`SELECT (pg_relation_size(${source}::regclass) / current_setting('block_size')::int)::int AS blocks`;
  for (let first = 0; first < size!.blocks; first += BLOCKS) {
    const [stretch] = await from.tx.unsafe<{ rows: string | null }[]>(
      `SELECT json_agg(t)::text AS rows FROM (SELECT ${list} FROM ${source} WHERE ctid >= '(${first},0)' AND ctid < '(${first + BLOCKS},0)') AS t`,
    );
    if (stretch!.rows === null) continue;
    await to.tx.unsafe(
      `INSERT INTO ${target} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM json_populate_recordset(NULL::${target}, $1::text::json)`,
      [stretch!.rows],
    );
  }
}

/** What a row says is written alike on both sides, whatever their settings. */
const ALIKE = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL extra_float_digits = 1`;

export async function tally(tx: TransactionSql, schema: string, tables: Table[]): Promise<Tally[]> {
  await tx.unsafe(ALIKE);
  const tallies: Tally[] = [];
  for (const { name } of tables) {
    const [counted] = await tx.unsafe<{ rows: string; sum: string }[]>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS sum FROM ${within(schema, name)} AS t`,
    );
    tallies.push({ name, rows: Number(counted!.rows), sum: counted!.sum });
  }
  return tallies;
}

/** Sequences go on where they stood. */
export async function copySequences(from: TransactionSql, to: TransactionSql, schemas: { from: string; to: string }): Promise<void> {
  const names = await from<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = ${schemas.from}::regnamespace AND relkind = 'S'`;
  for (const { name } of names) {
    const [at] = await from.unsafe<{ last: string; called: boolean }[]>(
      `SELECT last_value::text AS last, is_called AS called FROM ${within(schemas.from, name)}`,
    );
    await to`SELECT setval(${within(schemas.to, name)}::regclass, ${at!.last}::text::bigint, ${at!.called})`;
  }
}
