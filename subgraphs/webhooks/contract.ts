import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';

/** An event that outsiders may hear of: who says it, whose id is its subject, the version of its data, and what it tells. */
export type PublicEvent = { source: string; subject: string; version: number; about: string };

/**
 * All of them, by the names that outsiders know. A name keeps its meaning: fields may be added to its data, and whatever else changes has a
 * higher version. The subject is what a payload query is given as `$id`.
 */
export const EVENTS: Record<string, PublicEvent> = {
  'order.placed': { source: 'orders.OrderPlaced', subject: 'orderId', version: 1, about: 'An order is paid for.' },
  'order.cancelled': { source: 'orders.OrderCancelled', subject: 'orderId', version: 1, about: 'A paid order is cancelled.' },
  'order.refunded': { source: 'orders.OrderRefunded', subject: 'orderId', version: 1, about: 'Money of an order goes back.' },
  'payment.changed': {
    source: 'payments.PaymentChanged',
    subject: 'orderId',
    version: 1,
    about: 'The payment provider has decided something outside of a call of ours.',
  },
  'shipment.shipped': { source: 'fulfillment.ShipmentShipped', subject: 'orderId', version: 1, about: 'A shipment of an order has left.' },
  'shipment.delivered': { source: 'fulfillment.ShipmentDelivered', subject: 'orderId', version: 1, about: 'A shipment has arrived.' },
  'product.saved': { source: 'catalog.ProductSaved', subject: 'productId', version: 1, about: 'A product was made, changed or archived.' },
  'availability.changed': {
    source: 'inventory.AvailabilityChanged',
    subject: 'variantId',
    version: 1,
    about: 'A variant has come into stock, runs low or is sold out.',
  },
};

/** PENDING: to be sent, or to be tried again. DEAD: it will not be tried again by itself. */
export const DeliveryStatus = z.enum(['PENDING', 'DELIVERED', 'DEAD']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const webhooks = defineContract('webhooks', {
  commands: {
    /** Sends deliveries that are due, at most `limit`; answers how many it has taken up, whatever became of them. */
    deliverDue: command(z.object({ limit: z.int().positive() }), z.object({ taken: z.int() }), { deadlineMs: 100_000 }),
    /** Deletes deliveries whose time is over, some thousands at a call. */
    forgetOld: command(z.object({}), z.object({ forgotten: z.int() })),
  },
});
