import { brokenHistory } from '../history.ts';
import type { Invariant } from '../invariant.ts';

/** `from>to`; a payment that is given up before it was ever opened begins as VOIDED. */
const LEGAL = [
  '>INITIATED',
  '>VOIDED',
  'INITIATED>REQUIRES_ACTION',
  'INITIATED>AUTHORIZED',
  'INITIATED>FAILED',
  'INITIATED>VOIDED',
  'REQUIRES_ACTION>AUTHORIZED',
  'REQUIRES_ACTION>FAILED',
  'REQUIRES_ACTION>VOIDED',
  'AUTHORIZED>CAPTURED',
  'AUTHORIZED>VOIDED',
  'CAPTURED>PARTIALLY_REFUNDED',
  'CAPTURED>REFUNDED',
  'PARTIALLY_REFUNDED>REFUNDED',
  'FAILED>REFUNDED',
  'VOIDED>REFUNDED',
];

export const paymentHistory: Invariant = {
  id: 'payment-history',
  when: 'always',
  promise: 'A payment has come to its status by legal steps alone, in a chain without a gap.',
  count: ({ sql }) => sql`SELECT count(*) AS rows FROM payments.payment_transitions`,
  offenders: ({ sql }) =>
    brokenHistory(sql, {
      kind: 'payment',
      of: 'payments.payments',
      steps: 'payments.payment_transitions',
      owner: 'payment_id',
      legal: LEGAL,
    }),
};
