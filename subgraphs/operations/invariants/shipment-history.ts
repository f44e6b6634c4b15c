import { brokenHistory } from '../history.ts';
import type { Invariant } from '../invariant.ts';

/** `from>to`. */
const LEGAL = [
  '>PENDING',
  'PENDING>PICKED',
  'PICKED>PACKED',
  'PACKED>SHIPPED',
  'SHIPPED>DELIVERED',
  'PENDING>CANCELLED',
  'PICKED>CANCELLED',
  'PACKED>CANCELLED',
];

export const shipmentHistory: Invariant = {
  id: 'shipment-history',
  when: 'always',
  promise: 'A shipment has come to its status by legal steps alone, in a chain without a gap.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM fulfillment.shipment_transitions`,
  offenders: ({ sql }) =>
    brokenHistory(sql, {
      kind: 'shipment',
      of: 'fulfillment.shipments',
      steps: 'fulfillment.shipment_transitions',
      owner: 'shipment_id',
      legal: LEGAL,
    }),
};
