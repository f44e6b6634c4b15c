import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { type Refusal, refuse } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { accounts } from '../contract.ts';
import { lockCustomer } from './customer-rows.ts';

/** Deletes a customer with all that is kept of them here, in what was told of them as well; the other contexts are told to do the same. */
export const eraseCustomer = (sql: Sql, customerId: string): Promise<Refusal[]> =>
  transaction(sql, async (tx) => {
    const customer = isUuid(customerId) ? await lockCustomer(tx, customerId) : null;
    if (!customer) return NO_CUSTOMER.refused;
    const { id, version } = customer;
    // their sign-ins, addresses, links and identities go with them
    await tx`DELETE FROM customers WHERE id = ${id}`;
    await tx`UPDATE outbox SET payload = jsonb_set(payload, '{email}', '""') WHERE aggregate_id = ${id} AND payload->>'email' IS NOT NULL`;
    await emit(tx, [eventOf(accounts, 'CustomerErased', { id, version: version + 1 }, { customerId: id })]);
    return [];
  });

export const NO_CUSTOMER = refuse('CUSTOMER_NOT_FOUND', 'There is no such customer.', ['customerId']);
