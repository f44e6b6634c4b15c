import { z } from 'zod';
import { defineContract } from '../../kit/contract.ts';
import { Id } from '../../schema/vocabulary/ids.ts';

const ShippedLine = z.object({ orderLineId: Id, variantId: Id, sku: z.string(), title: z.string(), quantity: z.int().positive() });

/** Nobody asks it for anything: what staff want comes through the graph, and what others must know it says. */
export const fulfillment = defineContract('fulfillment', {
  commands: {},
  events: {
    /** A parcel has left the house; it may be one of several of its order. */
    ShipmentShipped: z.object({
      shipmentId: Id,
      orderId: Id,
      carrier: z.string(),
      trackingNumber: z.string(),
      trackingUrl: z.string().nullable(),
      lines: z.array(ShippedLine),
    }),
    ShipmentDelivered: z.object({ shipmentId: Id, orderId: Id }),
  },
});
