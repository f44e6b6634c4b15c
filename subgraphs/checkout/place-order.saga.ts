import type { Client } from '../../kit/contract.ts';
import type { Refused } from '../../kit/refusal.ts';
import { saga } from '../../kit/saga.ts';
import type { cart, CartSnapshot } from '../cart/contract.ts';
import type { inventory } from '../inventory/contract.ts';
import type { orders } from '../orders/contract.ts';
import type { payments } from '../payments/contract.ts';
import { untilAuthorized } from './authorization.ts';
import type { countPurchase, uncountPurchase } from './limits/count-purchase.ts';
import { Purchase } from './purchase.ts';
import type { Quote } from './quote.ts';
import type { giveBackAdmission, useAdmission } from './waiting-room/use-admission.ts';

export type Shop = {
  cart: Client<typeof cart>;
  inventory: Client<typeof inventory>;
  orders: Client<typeof orders>;
  payments: Client<typeof payments>;
  /** Today's prices against what the buyer was shown, the hold there is to adopt, and whether any of it is in a sale or limited. */
  quote: (
    attemptId: string,
    purchase: Purchase,
    cart: CartSnapshot | null,
  ) => Promise<(Quote & { adopt: string | null; inSale: boolean; limited: boolean }) | Refused>;
  /** The ticket and the customer's share of a flash sale; nothing where the goods are in none. */
  admissions: { use: ReturnType<typeof useAdmission>; giveBack: ReturnType<typeof giveBackAdmission> };
  /** Units of limited variants, counted for their customer over all their orders. */
  limits: { count: ReturnType<typeof countPurchase>; giveBack: ReturnType<typeof uncountPurchase> };
  holdSeconds: number;
};

/**
 * Turns a cart into a paid order, or leaves no trace.
 *
 * Read downward: that is what happens. Read the `undo`s upward: that is what happens when a step refuses. The saga's
 * id is the attempt's; every command is repeatable by it, so a step that was cut off is simply run again.
 */
export const placeOrder = ({ cart, inventory, orders, payments, quote, admissions, limits, holdSeconds }: Shop) =>
  saga('PlaceOrder', { input: Purchase, ids: ['orderId', 'reservationId', 'paymentId'] })
    .step('freeze cart', {
      when: ({ input }) => input.cartId !== null,
      run: async ({ input, sagaId }) =>
        input.cartId && cart.freeze({ cartId: input.cartId, attemptId: sagaId, customerId: input.customerId }),
      undo: async ({ input, sagaId }) => input.cartId && cart.reopen({ cartId: input.cartId, attemptId: sagaId }),
    })
    .read('quote', ({ input, sagaId, got }) => quote(sagaId, input, got['freeze cart'] || null))
    .step('use admission', {
      // attempts that were quoted before this was asked are looked at again
      when: ({ got: { quote } }) => quote.inSale !== false,
      run: ({ input, sagaId, id, got: { quote } }) =>
        admissions.use({ ...input, attemptId: sagaId, orderId: id.orderId, lines: quote.lines }),
      undo: ({ sagaId, got: { quote } }) => admissions.giveBack({ attemptId: sagaId, lines: quote.lines }),
    })
    .step('count purchase', {
      when: ({ got: { quote } }) => quote.limited === true,
      run: ({ input, sagaId, id, got: { quote } }) =>
        limits.count({ ...input, attemptId: sagaId, orderId: id.orderId, lines: quote.lines }),
      undo: ({ sagaId }) => limits.giveBack({ attemptId: sagaId }),
    })
    .step('place order', {
      run: ({ input, sagaId, id, got: { quote } }) => orders.place({ ...input, ...quote, orderId: id.orderId, attemptId: sagaId }),
      undo: ({ id }) => orders.fail({ orderId: id.orderId, reason: 'CHECKOUT_REFUSED' }),
    })
    .step('reserve stock', {
      early: true,
      run: ({ sagaId, id, got: { quote } }) =>
        inventory.reserve({
          reservationId: id.reservationId,
          attemptId: sagaId,
          adopt: quote.adopt,
          lines: quote.lines,
          ttlSeconds: holdSeconds,
        }),
      undo: ({ sagaId, id }) => inventory.release({ reservationId: id.reservationId, attemptId: sagaId }),
    })
    .step('authorize payment', {
      run: ({ input, sagaId, id, got: { quote } }) =>
        untilAuthorized(
          payments.authorize({
            ...input,
            ...id,
            attemptId: sagaId,
            amountMinor: quote.totals.totalMinor,
            currencyCode: quote.currencyCode,
          }),
          () => orders.stillWanted({ orderId: id.orderId }),
        ),
      undo: ({ id }) => payments.void({ paymentId: id.paymentId }),
    })
    .step('capture payment', {
      run: ({ id }) => payments.capture({ paymentId: id.paymentId }),
      undo: ({ id }) => payments.void({ paymentId: id.paymentId }),
    })
    // The promise is made here. Nothing below may refuse; it is retried until it holds.
    .pivot('confirm order', ({ id }) => orders.confirm({ orderId: id.orderId }))
    .forward('commit stock', ({ sagaId }) => inventory.commit({ attemptId: sagaId }))
    .forward('close cart', async ({ input, sagaId }) => input.cartId && cart.close({ cartId: input.cartId, attemptId: sagaId }), {
      when: ({ input }) => input.cartId !== null,
      early: true,
    });
