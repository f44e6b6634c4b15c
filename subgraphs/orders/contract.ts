import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Address } from '../../schema/vocabulary/address.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { MendedAll, Repairs } from '../../schema/vocabulary/repair.ts';
import { CurrencyCode, MinorUnits } from '../../schema/vocabulary/money.ts';
import { Taxes } from '../../schema/vocabulary/taxes.ts';
import { Totals } from '../../schema/vocabulary/totals.ts';

export const OrderLine = z.object({
  variantId: Id,
  sku: z.string(),
  title: z.string(),
  quantity: z.int().positive(),
  unitPriceMinor: MinorUnits,
});
export type OrderLine = z.infer<typeof OrderLine>;

export const PlaceInput = z.object({
  orderId: Id,
  /** The attempt that this order belongs to; one order an attempt. */
  attemptId: Id,
  cartId: Id.nullable(),
  customerId: Id.nullable(),
  email: z.string(),
  currencyCode: CurrencyCode,
  lines: z.array(OrderLine).min(1),
  totals: Totals,
  shippingAddress: Address,
  /** How it is to be delivered. */
  delivery: z.object({ id: z.string(), name: z.string() }).nullish(),
  taxes: Taxes.nullish(),
});
export type PlaceInput = z.infer<typeof PlaceInput>;

/** Units of an order's lines. */
export const Units = z.array(z.object({ orderLineId: Id, quantity: z.int().positive() }));
export type Units = z.infer<typeof Units>;

const OrderStatus = z.enum(['PENDING', 'PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'FAILED', 'REFUNDED']);

const Tracking = { carrier: z.string(), trackingNumber: z.string(), trackingUrl: z.string().nullable() };
/** An order as a mail or a document shows it; of a person, so it is asked for when it is needed, and is in no event. */
export const OrderSummary = z.object({
  orderId: Id,
  customerId: Id.nullable(),
  /** Null until it is paid. */
  number: z.string().nullable(),
  status: z.string(),
  email: z.string(),
  currencyCode: CurrencyCode,
  lines: z.array(
    z.object({
      orderLineId: Id,
      sku: z.string(),
      title: z.string(),
      quantity: z.int(),
      unitPriceMinor: MinorUnits,
      lineTotalMinor: MinorUnits,
    }),
  ),
  totals: Totals,
  shippingAddress: Address,
});
export type OrderSummary = z.infer<typeof OrderSummary>;

export const orders = defineContract('orders', {
  commands: {
    /** Records a PENDING order. Refuses CART_BUSY when its cart has a live order already. */
    place: command(PlaceInput, orRefused(z.object({}))),
    /** Undoes `place`: FAILED, or CANCELLED when its buyer asked for that. Leaves a tombstone. */
    fail: command(z.object({ orderId: Id, reason: z.string() }), z.object({})),
    /** The promise: PAID, numbered, OrderPlaced told. Refuses ORDER_CANCELLED when its buyer has cancelled meanwhile. */
    confirm: command(z.object({ orderId: Id }), orRefused(z.object({ number: z.string() }))),
    /** Whether an order is still to be paid for. Refuses ORDER_CANCELLED when its buyer has cancelled meanwhile. */
    stillWanted: command(z.object({ orderId: Id }), orRefused(z.object({}))),
    /** What is to be shipped of an order, or null where there is none; `open` leaves out units that were refunded before they left. */
    linesToShip: command(
      z.object({ orderId: Id }),
      z.object({
        order: z
          .object({
            status: OrderStatus,
            lines: z.array(
              z.object({ orderLineId: Id, variantId: Id, sku: z.string(), title: z.string(), quantity: z.int(), open: z.int() }),
            ),
          })
          .nullable(),
      }),
    ),
    /** A parcel is picked or packed: FULFILLING. Refuses ORDER_NOT_SHIPPABLE for an order that has ended. Repeatable. */
    prepare: command(z.object({ orderId: Id, shipmentId: Id, step: z.enum(['picked', 'packed']) }), orRefused(z.object({}))),
    /**
     * Lets a parcel go: whoever is answered may hand it over, and the order can no longer be cancelled. SHIPPED once nothing
     * stays behind. Refuses ORDER_NOT_SHIPPABLE for an order that has ended, LINE_NOT_OPEN for units that are not to leave. Repeatable: answers
     * under which tracking it left.
     */
    sendParcel: command(z.object({ orderId: Id, shipmentId: Id, lines: Units.min(1), ...Tracking }), orRefused(z.object(Tracking))),
    /** A parcel has arrived: DELIVERED once all of them have. Repeatable. */
    deliverParcel: command(z.object({ orderId: Id, shipmentId: Id }), z.object({})),
    /** An order as its buyer may be told of it; null where there is none. */
    summary: command(z.object({ orderId: Id }), z.object({ order: OrderSummary.nullable() })),
    /** Takes up what dead processes have left; answers how many sagas it ended. */
    recoverSagas: command(z.object({ limit: z.int().positive() }), z.object({ recovered: z.int() })),
    /** What is kept of a customer here, for them to have. */
    exportCustomer: command(z.object({ customerId: Id }), z.object({ data: z.unknown() })),
    /** Ids of all orders of a customer, the oldest first. */
    ordersOf: command(z.object({ customerId: Id }), z.object({ orderIds: z.array(Id) })),
    /** Takes erased customers out of orders that have ended since; answers of how many. */
    forgetBuyers: command(z.object({}), z.object({ forgotten: z.int() }), { deadlineMs: 60_000 }),
    /** What `npm run repair` would mend: cancellations that do not go on by themselves. */
    planRepairs: command(z.object({}), Repairs, { deadlineMs: 60_000 }),
    /** Mends what still reads as planned. */
    applyRepairs: command(Repairs, MendedAll, { deadlineMs: 120_000 }),
  },
  events: {
    OrderPlaced: z.object({
      orderId: Id,
      userId: Id.nullable(),
      items: z.array(
        z.object({
          variantId: Id,
          sku: z.string(),
          qty: z.int(),
          unitPriceMinor: MinorUnits,
          /** Absent in what was told before there was a fulfillment. */
          orderLineId: Id.optional(),
          title: z.string().optional(),
        }),
      ),
      totalMinor: MinorUnits,
      currencyCode: CurrencyCode,
    }),
    /** Its buyer has cancelled a PENDING order: the attempt that pays for it is to stop. */
    CancellationRequested: z.object({ orderId: Id, attemptId: Id }),
    OrderCancelled: z.object({ orderId: Id, reason: z.string().nullable() }),
    /** A parcel was let go; whoever has it may have died before writing that down. */
    ParcelSent: z.object({ orderId: Id, shipmentId: Id, ...Tracking }),
    /** Money was given back on behalf of staff. `isComplete`: nothing of the payment is left, and the order has ended. */
    OrderRefunded: z.object({
      orderId: Id,
      refundId: Id,
      amountMinor: MinorUnits,
      currencyCode: CurrencyCode,
      reason: z.string().nullable(),
      isComplete: z.boolean(),
    }),
    /** Its customer is erased and the order has ended: whoever keeps who bought it or where it went is to forget that. */
    BuyerForgotten: z.object({ orderId: Id, attemptId: Id }),
  },
});
