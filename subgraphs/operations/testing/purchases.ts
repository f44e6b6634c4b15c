import type { SagaState } from '../../../kit/saga-log.ts';
import type { Charge } from '../invariant.ts';

/** One try to buy, as it stands in every context. `path`s are the statuses that were gone through, the last one is now. */
export type Purchase = {
  n: number;
  ageSeconds: number;
  saga: SagaState;
  /** The buyer's bank was asked on the way; it answered so many seconds ago. */
  bankAnsweredSeconds?: number;
  cart: 'OPEN' | 'FROZEN' | 'CLOSED';
  order: string[];
  reservation: 'HELD' | 'COMMITTED' | 'RELEASED' | 'RETURNED';
  payment: string[];
  refundedMinor?: number;
  cancellation?: { state: 'RUNNING' | 'DONE'; ageSeconds: number };
  /** Staff have refunded `refundedMinor`, and so many units of the second line came back. */
  refund?: { units: number };
};

/** Ids that can be read: what kind of thing, and of which purchase. */
const KINDS = {
  attempt: 'a',
  cart: 'b',
  order: 'c',
  payment: 'd',
  reservation: 'e',
  cancellation: 'f',
  variant: '1',
  line: '2',
  movement: '3',
  shipment: '6',
  refund: '7',
  sale: '4',
  ticket: '5',
  staff: '6',
  customer: '8',
  session: '0',
  other: '9',
};
export const idOf = (kind: keyof typeof KINDS, n: number) => `${KINDS[kind].repeat(8)}-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** What each purchase buys, and what it costs. */
export const LINES = [
  { variantId: idOf('variant', 1), quantity: 2, priceMinor: 1000 },
  { variantId: idOf('variant', 2), quantity: 1, priceMinor: 500 },
];
export const SUBTOTAL = 2500;
export const DELIVERY = 490;
export const TOTAL = SUBTOTAL + DELIVERY;

const HOUR = 3600;
export const CAPTURED = ['INITIATED', 'AUTHORIZED', 'CAPTURED'];

/** A little history with everything in it that is right, however odd it looks while it is under way. */
export const HEALTHY = {
  paid: { n: 1, ageSeconds: HOUR, saga: 'DONE', cart: 'CLOSED', order: ['PENDING', 'PAID'], reservation: 'COMMITTED', payment: CAPTURED },
  delivered: {
    n: 2,
    ageSeconds: HOUR,
    saga: 'DONE',
    cart: 'CLOSED',
    order: ['PENDING', 'PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED'],
    reservation: 'COMMITTED',
    payment: [...CAPTURED, 'PARTIALLY_REFUNDED'],
    refundedMinor: 500,
    refund: { units: 1 },
  },
  cancelled: {
    n: 3,
    ageSeconds: HOUR,
    saga: 'DONE',
    cart: 'CLOSED',
    order: ['PENDING', 'PAID', 'CANCELLED'],
    reservation: 'RETURNED',
    payment: [...CAPTURED, 'REFUNDED'],
    refundedMinor: TOTAL,
    cancellation: { state: 'DONE', ageSeconds: HOUR },
  },
  declined: {
    n: 4,
    ageSeconds: HOUR,
    saga: 'COMPENSATED',
    cart: 'OPEN',
    order: ['PENDING', 'FAILED'],
    reservation: 'RELEASED',
    payment: ['INITIATED', 'FAILED'],
  },
  refusedAtOnce: { n: 5, ageSeconds: HOUR, saga: 'COMPENSATED', cart: 'OPEN', order: [], reservation: 'RELEASED', payment: [] },
  waitsForBank: {
    n: 6,
    ageSeconds: 600,
    saga: 'WAITING',
    cart: 'FROZEN',
    order: ['PENDING'],
    reservation: 'HELD',
    payment: ['INITIATED', 'REQUIRES_ACTION'],
  },
  bankHasAnswered: {
    n: 7,
    ageSeconds: 600,
    saga: 'RUNNING',
    bankAnsweredSeconds: 2,
    cart: 'FROZEN',
    order: ['PENDING', 'PAID'],
    reservation: 'HELD',
    payment: ['INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED'],
  },
  justCaptured: { n: 8, ageSeconds: 2, saga: 'RUNNING', cart: 'FROZEN', order: ['PENDING'], reservation: 'HELD', payment: CAPTURED },
  justConfirmed: {
    n: 9,
    ageSeconds: 2,
    saga: 'RUNNING',
    cart: 'FROZEN',
    order: ['PENDING', 'PAID'],
    reservation: 'HELD',
    payment: CAPTURED,
  },
  beingUndone: {
    n: 10,
    ageSeconds: 2,
    saga: 'COMPENSATING',
    cart: 'FROZEN',
    order: ['PENDING'],
    reservation: 'HELD',
    payment: [...CAPTURED, 'REFUNDED'],
    refundedMinor: TOTAL,
  },
  beingCancelled: {
    n: 11,
    ageSeconds: HOUR,
    saga: 'DONE',
    cart: 'CLOSED',
    order: ['PENDING', 'PAID', 'CANCELLED'],
    reservation: 'COMMITTED',
    payment: CAPTURED,
    cancellation: { state: 'RUNNING', ageSeconds: 2 },
  },
  refunded: {
    n: 12,
    ageSeconds: HOUR,
    saga: 'DONE',
    cart: 'CLOSED',
    order: ['PENDING', 'PAID', 'REFUNDED'],
    reservation: 'COMMITTED',
    payment: [...CAPTURED, 'REFUNDED'],
    refundedMinor: TOTAL,
    refund: { units: 0 },
  },
} satisfies Record<string, Purchase>;

/** What the provider says of them. A charge that came for a dead payment was given back, whatever its amount. */
export const ledgerOf = (purchases: Purchase[]): Charge[] =>
  purchases.flatMap(({ n, payment, refundedMinor = 0 }) => {
    if (payment.includes('CAPTURED')) return [charge({ n, refundedMinor })];
    return payment.at(-1) === 'FAILED' ? [charge({ n, capturedMinor: 77, refundedMinor: 77 })] : [];
  });

export const charge = ({ n, ...rest }: { n: number } & Partial<Charge>): Charge => ({
  intentId: `pi_${n}`,
  orderId: idOf('order', n),
  capturedMinor: TOTAL,
  refundedMinor: 0,
  currencyCode: 'EUR',
  ...rest,
});
