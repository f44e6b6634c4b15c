export type OrderStatus = 'PENDING' | 'PAID' | 'FULFILLING' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'FAILED' | 'REFUNDED';
/** `send part`: a parcel leaves and lines stay behind; `send all`: nothing stays. `refund all`: nothing of the payment is left. */
export type OrderEvent = 'confirm' | 'fail' | 'cancel' | 'prepare' | 'send part' | 'send all' | 'deliver all' | 'refund all';

/** Every state and every event: where it leads, `same` for a repetition, null for what must not be. */
const TABLE: Record<OrderStatus, Record<OrderEvent, OrderStatus | 'same' | null>> = {
  PENDING: row({ confirm: 'PAID', fail: 'FAILED', cancel: 'CANCELLED' }),
  PAID: row({ confirm: 'same', cancel: 'CANCELLED', prepare: 'FULFILLING', 'refund all': 'REFUNDED' }),
  FULFILLING: row({
    confirm: 'same',
    // only while no parcel has left: ending.ts
    cancel: 'CANCELLED',
    prepare: 'same',
    'send part': 'same',
    'send all': 'SHIPPED',
    'refund all': 'REFUNDED',
  }),
  SHIPPED: row({ confirm: 'same', 'deliver all': 'DELIVERED', 'refund all': 'REFUNDED' }),
  DELIVERED: row({ confirm: 'same', 'deliver all': 'same', 'refund all': 'REFUNDED' }),
  CANCELLED: row({ fail: 'same', cancel: 'same' }),
  FAILED: row({ fail: 'same' }),
  REFUNDED: row({ 'deliver all': 'same', 'refund all': 'same' }),
};

function row(leads: Partial<Record<OrderEvent, OrderStatus | 'same'>>): Record<OrderEvent, OrderStatus | 'same' | null> {
  const nowhere = { confirm: null, fail: null, cancel: null, prepare: null, 'send part': null, 'send all': null };
  return { ...nowhere, 'deliver all': null, 'refund all': null, ...leads };
}

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
