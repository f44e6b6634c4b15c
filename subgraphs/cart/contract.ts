import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { CurrencyCode, MinorUnits } from '../../schema/vocabulary/money.ts';

export const CartSnapshot = z.object({
  cartId: Id,
  version: z.int(),
  currencyCode: CurrencyCode,
  lines: z.array(z.object({ variantId: Id, quantity: z.int(), unitPriceMinor: MinorUnits })),
});
export type CartSnapshot = z.infer<typeof CartSnapshot>;

const OfAttempt = z.object({ cartId: Id, attemptId: Id });
/** Who buys: a customer's cart is the customer's alone, for anybody else there is none. Null or left out: a guest. */
const buyer = { customerId: Id.nullish() };

export const cart = defineContract('cart', {
  commands: {
    /** The cart as it stands. Refuses CART_NOT_FOUND, CART_EMPTY, CART_BUSY, CART_CLOSED. */
    snapshot: command(z.object({ cartId: Id, ...buyer }), orRefused(CartSnapshot)),
    /** No change from here on until reopened or closed, but by this attempt. Refuses as `snapshot` does. */
    freeze: command(OfAttempt.extend(buyer), orRefused(CartSnapshot)),
    /** Undoes `freeze`; leaves a tombstone, so that a late freeze of this attempt is turned away. */
    reopen: command(OfAttempt, z.object({})),
    /** Bought: the cart can never be bought again. */
    close: command(OfAttempt, z.object({})),
    /**
     * Takes a guest's cart along at login: merged into the customer's own open cart of its currency, or theirs from then on. Answers
     * the customer's cart; the same again changes nothing. Refuses CART_NOT_FOUND (another customer's as well), CART_BUSY, CART_CLOSED.
     */
    adopt: command(z.object({ cartId: Id, customerId: Id }), orRefused(z.object({ cartId: Id }))),
    /** What is kept of a customer here, for them to have. */
    exportCustomer: command(z.object({ customerId: Id }), z.object({ data: z.unknown() })),
    /** Writes today's prices into the snapshot of a cart that this attempt has frozen. */
    renewPrices: command(OfAttempt.extend({ prices: z.array(z.object({ variantId: Id, unitPriceMinor: MinorUnits })) }), z.object({})),
  },
});
