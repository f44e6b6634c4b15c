import { brokenHistory } from '../history.ts';
import type { Invariant } from '../invariant.ts';

/** `from>to`; written down here once more, so that a change of the table in orders is seen by somebody else. */
const LEGAL = [
  '>PENDING',
  'PENDING>PAID',
  'PENDING>FAILED',
  'PENDING>CANCELLED',
  'PAID>FULFILLING',
  'FULFILLING>SHIPPED',
  'SHIPPED>DELIVERED',
  'PAID>CANCELLED',
  'PAID>REFUNDED',
  'FULFILLING>REFUNDED',
  'SHIPPED>REFUNDED',
  'DELIVERED>REFUNDED',
  'FULFILLING>CANCELLED',
  // told in the timeline, and leading nowhere: another parcel, or a part refunded
  'PAID>PAID',
  'FULFILLING>FULFILLING',
  'SHIPPED>SHIPPED',
  'DELIVERED>DELIVERED',
  'CANCELLED>CANCELLED',
  'REFUNDED>REFUNDED',
];

export const orderHistory: Invariant = {
  id: 'order-history',
  when: 'always',
  promise: 'An order has come to its status by legal steps alone, in a chain without a gap.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM orders.order_events`,
  offenders: ({ sql }) =>
    brokenHistory(sql, { kind: 'order', of: 'orders.orders', steps: 'orders.order_events', owner: 'order_id', legal: LEGAL }),
};
