import type { Sql } from 'postgres';

/** Which move has put it there, where the other end of it is, and how far it is. */
export type Note = { move: string; at: string; other: string; copied?: boolean };

/** What a database has of a context: its schema at work, one that is arriving, one that it has left behind (the latest). */
export type Place = {
  live: boolean;
  /** Foreign tables that show it from another database (linked-schema.ts). */
  linked: boolean;
  arriving: Note | null;
  left: (Note & { schema: string }) | null;
};

export const arrivingOf = (context: string): string => `${context}_arriving`;
/** By the minute and second at which it was left. */
export const leftOf = (context: string, at: Date): string => `${context}_left_${at.toISOString().slice(0, 19).replaceAll(/\D/g, '')}`;

/** Names tell the state of a move, so that a process that knows nothing of it finds no tables where there are none for it. */
export async function placeOf(sql: Sql, context: string): Promise<Place> {
  const rows = await sql<{ name: string; foreign: boolean; note: string | null }[]>`
    SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS note,
      EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relkind = 'f') AS foreign
    FROM pg_namespace n WHERE nspname IN (${context}, ${arrivingOf(context)}) OR (starts_with(nspname, ${`${context}_left_`}) AND nspname !~ '_migrations$')
    ORDER BY nspname`;
  const named = (name: string) => rows.find((row) => row.name === name);
  const own = named(context);
  const arriving = named(arrivingOf(context));
  const left = rows.filter((row) => row.name.startsWith(`${context}_left_`)).at(-1);
  return {
    live: own !== undefined && !own.foreign,
    linked: own?.foreign === true,
    arriving: arriving ? noteOf(arriving.note) : null,
    left: left ? { ...noteOf(left.note), schema: left.name } : null,
  };
}

const noteOf = (text: string | null): Note => (text ? (JSON.parse(text) as Note) : { move: '', at: '', other: 'an unknown place' });

/** Kept as the schema's comment: it is in every backup, and whoever looks at the schema sees it. */
export const noteOn = (schema: string, note: Note): string =>
  `COMMENT ON SCHEMA ${schema} IS '${JSON.stringify(note).replaceAll("'", "''")}'`;

/** A database as it may be told: without its user and password. */
export function shownDatabase(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port && `:${port}`}${pathname}`;
}

/** Who is no superuser may rename what belongs to a role that it is a member of. */
export async function renameSchemas(sql: Sql, role: string, names: [from: string, to: string][], note: string): Promise<void> {
  const [me] = await sql`SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`;
  if (!me!.super) await sql.unsafe(`GRANT ${role} TO CURRENT_USER`);
  await sql.unsafe([...names.map(([from, to]) => `ALTER SCHEMA ${from} RENAME TO ${to}`), note].join('; '));
}
