import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse, refused } from '../../../kit/refusal.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import { type Address, checkAddress } from '../../../schema/vocabulary/address.ts';
import { lockCustomer } from './customer-rows.ts';

export type SavedAddress = { id: string; customerId: string; address: Address; isDefault: boolean };
export type SaveAddress = { id?: string | null; address: Address; isDefault?: boolean | null };

/** More than anybody sends parcels to. */
const MAX_ADDRESSES = 100;

const columns = (sql: Sql | TransactionSql) => sql`id, customer_id AS "customerId", address, is_default AS "isDefault"`;

/** Of these customers, oldest first. */
export const addressesOf = (sql: Sql, customerIds: readonly string[]): Promise<SavedAddress[]> =>
  sql<SavedAddress[]>`SELECT ${columns(sql)} FROM addresses WHERE customer_id = ANY(${customerIds as string[]}::uuid[]) ORDER BY id`;

/** One of this customer's own. */
export async function addressOf(sql: Sql, customerId: string, id: string): Promise<{ address: Address } | Refused> {
  const [found] = isUuid(id)
    ? await sql<SavedAddress[]>`SELECT ${columns(sql)} FROM addresses WHERE id = ${id} AND customer_id = ${customerId}`
    : [];
  return found ? { address: found.address } : NOT_FOUND;
}

/** A new address, or another one under the same id. The same address saved again is one; the first is the default. */
export const saveAddress = (sql: Sql, customerId: string, { id, address, isDefault }: SaveAddress): Promise<SavedAddress | Refused> =>
  ofCustomer(sql, customerId, async (tx) => {
    const faults = checkAddress(address, ['address']);
    if (faults.length > 0) return refused(...faults);
    const there = await tx<SavedAddress[]>`SELECT ${columns(tx)} FROM addresses WHERE customer_id = ${customerId} ORDER BY id`;
    const known = id ? there.find((one) => one.id === id.toLowerCase()) : await same(tx, customerId, address);
    if (id && !known) return NOT_FOUND;
    if (!known && there.length >= MAX_ADDRESSES) return refuse('TOO_MANY_ADDRESSES', `At most ${MAX_ADDRESSES} addresses are kept.`);
    const becomesDefault = isDefault ?? known?.isDefault ?? there.length === 0;
    if (becomesDefault) await tx`UPDATE addresses SET is_default = false WHERE customer_id = ${customerId} AND is_default`;
    const [saved] = await tx<SavedAddress[]>`
      INSERT INTO addresses (id, customer_id, address, is_default) VALUES (${known?.id ?? uuidv7()}, ${customerId}, ${tx.json(address)}, ${becomesDefault})
      ON CONFLICT (id) DO UPDATE SET address = excluded.address, is_default = excluded.is_default RETURNING ${columns(tx)}`;
    return saved!;
  });

/** Answers what was deleted. */
export const deleteAddress = (sql: Sql, customerId: string, id: string): Promise<SavedAddress | Refused> =>
  ofCustomer(sql, customerId, async (tx) => {
    const [gone] = isUuid(id)
      ? await tx<SavedAddress[]>`DELETE FROM addresses WHERE id = ${id} AND customer_id = ${customerId} RETURNING ${columns(tx)}`
      : [];
    return gone ?? NOT_FOUND;
  });

const ofCustomer = (sql: Sql, customerId: string, work: (tx: TransactionSql) => Promise<SavedAddress | Refused>) =>
  transaction(sql, async (tx) => ((await lockCustomer(tx, customerId)) ? work(tx) : UNAUTHENTICATED));

async function same(tx: TransactionSql, customerId: string, address: Address): Promise<SavedAddress | undefined> {
  const [found] = await tx<SavedAddress[]>`
    SELECT ${columns(tx)} FROM addresses WHERE customer_id = ${customerId} AND address = ${tx.json(address)} LIMIT 1`;
  return found;
}

const NOT_FOUND = refuse('ADDRESS_NOT_FOUND', 'You have no such address.', ['id']);
/** Nobody is signed in, or whoever was is gone. */
export const UNAUTHENTICATED = refuse('UNAUTHENTICATED', 'Sign in first: Authorization: Bearer <access token>.');
