import type { Sql } from 'postgres';

/** Takes a lease, or makes one's own last longer, by the database's clock; false while somebody else holds it. */
export async function takeLease(sql: Sql, name: string, owner: string, seconds: number): Promise<boolean> {
  const held = await sql`
    INSERT INTO leases AS l (name, owner, until) VALUES (${name}, ${owner}, now() + ${seconds} * interval '1 second')
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until, epoch = l.epoch + (l.owner <> excluded.owner)::int
    WHERE l.owner = excluded.owner OR l.until < now() RETURNING 1`;
  return held.length > 0;
}

export const dropLease = (sql: Sql, name: string, owner: string) => sql`DELETE FROM leases WHERE name = ${name} AND owner = ${owner}`;

/** True while somebody holds it. */
export async function isLeased(sql: Sql, name: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM leases WHERE name = ${name} AND until >= now()`).length > 0;
}
