import type { Sql } from 'postgres';
import type { Log } from '../../../kit/log.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { addressesOf } from './addresses.ts';
import { customersById } from './customer-rows.ts';
import { NO_CUSTOMER } from './erase.ts';

/** A context that keeps something of customers. */
export type Exporter = { exportCustomer: (input: { customerId: string }) => Promise<{ data?: unknown }> };

/** All that the shop keeps of a customer, as a JSON document: whole, or not at all. */
export const exportCustomer =
  (sql: Sql, exporters: Record<string, Exporter>, log: Log) =>
  async (customerId: string): Promise<{ document: string } | Refused> => {
    const [customer] = isUuid(customerId) ? await customersById(sql, [customerId]) : [];
    if (!customer) return NO_CUSTOMER;
    try {
      const others = await Promise.all(
        Object.entries(exporters).map(async ([name, context]) => [
          name,
          (await context.exportCustomer({ customerId: customer.id })).data ?? null,
        ]),
      );
      const { id, email, emailVerifiedAt, name } = customer;
      const own = { id, email, emailVerifiedAt, name, ...(await kept(sql, id)) };
      return { document: JSON.stringify({ exportedAt: new Date().toISOString(), accounts: own, ...Object.fromEntries(others) }, null, 2) };
    } catch (err) {
      log.warn({ err }, 'a customer’s data could not be exported whole');
      return refuse('EXPORT_INCOMPLETE', 'A part of the shop cannot be asked just now. Try again in a moment.');
    }
  };

/** What else is known of them here. */
async function kept(sql: Sql, customerId: string) {
  const addresses = (await addressesOf(sql, [customerId])).map(({ address, isDefault }) => ({ ...address, isDefault }));
  const signIns =
    await sql`SELECT created_at AS "createdAt", revoked_at AS "endedAt" FROM sessions WHERE customer_id = ${customerId} ORDER BY id`;
  const identities =
    await sql`SELECT issuer, subject, created_at AS "createdAt" FROM identities WHERE customer_id = ${customerId} ORDER BY 1, 2`;
  return { addresses, signIns: [...signIns], identities: [...identities] };
}
