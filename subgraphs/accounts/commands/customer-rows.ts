import type { SqlLike } from '../../../kit/db.ts';
import { type Customer, emailKeyOf } from '../customer.ts';

const columns = (sql: SqlLike) => sql`
  id, email, email_key AS "emailKey", email_verified_at AS "emailVerifiedAt", name, version`;

export const customersById = (sql: SqlLike, ids: readonly string[]): Promise<Customer[]> =>
  sql<Customer[]>`SELECT ${columns(sql)} FROM customers WHERE id = ANY(${ids as string[]}::uuid[])`;

export async function customerByEmail(sql: SqlLike, emailKey: string): Promise<(Customer & { passwordHash: string | null }) | null> {
  const [found] = await sql<(Customer & { passwordHash: string | null })[]>`
    SELECT ${columns(sql)}, password_hash AS "passwordHash" FROM customers WHERE email_key = ${emailKey}`;
  return found ?? null;
}

/** Locks a customer's row: who changes something of theirs takes turns. */
export async function lockCustomer(tx: SqlLike, id: string): Promise<Customer | null> {
  const [found] = await tx<Customer[]>`SELECT ${columns(tx)} FROM customers WHERE id = ${id} FOR UPDATE`;
  return found ?? null;
}

/** The id of the one that staff look for. */
export async function customerIdBy(sql: SqlLike, { id, email }: { id?: string | null; email?: string | null }): Promise<string | null> {
  if (id) return id;
  return email ? ((await customerByEmail(sql, emailKeyOf(email)))?.id ?? null) : null;
}
