import DataLoader from 'dataloader';
import type { Sql } from 'postgres';
import { groupBy } from '../../kit/group.ts';
import { isUuid } from '../../kit/uuid.ts';
import { addressesOf, type SavedAddress } from './commands/addresses.ts';
import { customersById } from './commands/customer-rows.ts';
import type { Customer } from './customer.ts';

export const createLoaders = (sql: Sql) => ({
  customer: new DataLoader<string, Customer | null>(async (ids) => {
    const customers = new Map((await customersById(sql, ids.filter(isUuid))).map((customer) => [customer.id, customer]));
    return ids.map((id) => customers.get(id) ?? null);
  }),
  addresses: new DataLoader<string, SavedAddress[]>(async (customerIds) => {
    const byCustomer = groupBy(await addressesOf(sql, customerIds), ({ customerId }) => customerId);
    return customerIds.map((id) => byCustomer.get(id) ?? []);
  }),
});
export type Loaders = ReturnType<typeof createLoaders>;
