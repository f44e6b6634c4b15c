import { idOf } from './purchases.ts';

const attempt = (n: number) => `'${idOf('attempt', n)}'`;

/** Faults of the limits per customer. */
export const limits: Record<string, { name: string; sql: string }[]> = {
  'purchase-limits': [
    { name: 'a unit is counted for nobody', sql: `UPDATE checkout.limit_customers SET bought = bought - 1 WHERE customer_key = 'ada'` },
    { name: 'a unit that came back is counted still', sql: `UPDATE checkout.limit_customers SET bought = 2 WHERE customer_key = 'grace'` },
    { name: 'a counter is lost', sql: `DELETE FROM checkout.limit_customers WHERE customer_key = 'ada'` },
    { name: 'a customer is over their limit', sql: `UPDATE checkout.limit_customers SET allowed = 3 WHERE customer_key = 'ada'` },
  ],
  'limits-follow-orders': [
    {
      name: 'an attempt that was undone keeps its units',
      sql: `UPDATE checkout.limit_purchases SET state = 'TAKEN' WHERE attempt_id = ${attempt(4)};
      UPDATE checkout.limit_customers SET bought = 2 WHERE customer_key = 'grace'`,
    },
    {
      name: 'a cancelled order still counts',
      sql: `UPDATE checkout.limit_purchases SET state = 'TAKEN' WHERE attempt_id = ${attempt(3)};
      UPDATE checkout.limit_customers SET bought = 2 WHERE customer_key = 'grace'`,
    },
    {
      name: 'a live order counts for nobody',
      sql: `UPDATE checkout.limit_purchases SET state = 'RETURNED' WHERE attempt_id = ${attempt(1)};
      UPDATE checkout.limit_customers SET bought = 2 WHERE customer_key = 'ada'`,
    },
    {
      name: 'fewer units are counted than the order has',
      sql: `UPDATE checkout.limit_units SET units = 1 WHERE attempt_id = ${attempt(1)};
      UPDATE checkout.limit_customers SET bought = 3 WHERE customer_key = 'ada'`,
    },
  ],
};
