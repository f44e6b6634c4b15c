export type OrderStatus = 'PENDING' | 'PAID' | 'FULFILLING' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'FAILED' | 'REFUNDED';
export type OrderEvent = 'confirm' | 'fail' | 'cancel';

/** Every state and every event: where it leads, `same` for a repetition, null for what must not be. */
const TABLE: Record<OrderStatus, Record<OrderEvent, OrderStatus | 'same' | null>> = {
  PENDING: { confirm: 'PAID', fail: 'FAILED', cancel: 'CANCELLED' },
  PAID: { confirm: 'same', fail: null, cancel: 'CANCELLED' },
  FULFILLING: { confirm: 'same', fail: null, cancel: null },
  SHIPPED: { confirm: 'same', fail: null, cancel: null },
  DELIVERED: { confirm: 'same', fail: null, cancel: null },
  CANCELLED: { confirm: null, fail: 'same', cancel: 'same' },
  FAILED: { confirm: null, fail: 'same', cancel: null },
  REFUNDED: { confirm: null, fail: null, cancel: null },
};

export const next = (from: OrderStatus, event: OrderEvent) => TABLE[from][event];

/** What the buyer reads in the order's timeline. */
export const TIMELINE: Record<OrderStatus, { type: string; message: string }> = {
  PENDING: { type: 'placed', message: 'The order was placed.' },
  PAID: { type: 'paid', message: 'The payment was received.' },
  FULFILLING: { type: 'picked', message: 'The order is being prepared.' },
  SHIPPED: { type: 'shipped', message: 'The order is on its way.' },
  DELIVERED: { type: 'delivered', message: 'The order was delivered.' },
  CANCELLED: { type: 'cancelled', message: 'The order was cancelled.' },
  FAILED: { type: 'failed', message: 'The order was not completed; nothing was charged.' },
  REFUNDED: { type: 'refunded', message: 'The payment was refunded.' },
};
