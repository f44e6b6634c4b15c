import { z } from 'zod';
import type { Refusal } from '../../kit/refusal.ts';
import { isUuid } from '../../kit/uuid.ts';
import { Address, checkAddress } from '../../schema/vocabulary/address.ts';
import { isEmail } from '../../schema/vocabulary/email.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { invalidQuantity, MAX_QUANTITY, variantNotFound } from '../../schema/vocabulary/refusals.ts';
import { Brought } from './waiting-room/admission-token.ts';

/** A checkout that can be tried: its form is known to be good. */
export const Purchase = z.object({
  cartId: Id.nullable(),
  lines: z.array(z.object({ variantId: Id, quantity: z.int() })).nullable(),
  customerId: Id.nullable(),
  email: z.string(),
  shippingAddress: Address,
  deliveryOptionId: z.string().nullable(),
  paymentMethodId: z.string(),
  expectedTotalMinor: z.int().nullable(),
  /** What was brought of a waiting room; attempts of before there were any lack it. */
  admission: Brought.optional(),
});
export type Purchase = z.infer<typeof Purchase>;

/** `CheckoutInput` as the API has it. */
export type CheckoutInput = {
  idempotencyKey: string;
  cartId?: string | null;
  lines?: { variantId: string; quantity: number }[] | null;
  email: string;
  shippingAddress?: Address | null;
  addressId?: string | null;
  deliveryOptionId?: string | null;
  paymentMethodId: string;
  expectedTotalMinor?: number | null;
  waitingRoomToken?: string | null;
};

const MAX_LINES = 200;
const no = (code: string, message: string, ...path: string[]): Refusal => ({ code, message, path });

/** Of whoever buys: who they are, where they have it sent of what they have saved, what they bring of a waiting room. */
type Known = { customerId: string | null; saved?: Address | null; admission?: Brought };

/** What is wrong with an input before anybody is asked, or the purchase it stands for. */
export function purchaseOf(
  input: CheckoutInput,
  { customerId, saved = null, admission = null }: Known,
): Purchase | { refusals: Refusal[] } {
  const refusals = [...faultsOfGoods(input), ...faultsOfBuyer(input, { customerId, saved })];
  if (refusals.length > 0) return { refusals };
  return {
    cartId: input.cartId?.toLowerCase() ?? null,
    lines: input.lines?.map(({ variantId, quantity }) => ({ variantId: variantId.toLowerCase(), quantity })) ?? null,
    customerId,
    email: input.email.trim(),
    shippingAddress: saved ?? input.shippingAddress!,
    deliveryOptionId: input.deliveryOptionId ?? null,
    paymentMethodId: input.paymentMethodId,
    expectedTotalMinor: input.expectedTotalMinor ?? null,
    admission,
  };
}

function faultsOfGoods({ cartId, lines }: CheckoutInput): Refusal[] {
  if (cartId && lines) return [no('CART_OR_LINES', 'Name a cart or lines, not both.', 'lines')];
  if (cartId) return isUuid(cartId) ? [] : [no('CART_NOT_FOUND', 'There is no such cart.', 'cartId')];
  if (!lines || lines.length === 0) return [no('CART_EMPTY', 'There is nothing to buy.', 'lines')];
  if (lines.length > MAX_LINES) return [no('TOO_MANY_LINES', `At most ${MAX_LINES} lines at once.`, 'lines')];
  return lines.flatMap(({ variantId, quantity }, i) => {
    if (quantity < 1 || quantity > MAX_QUANTITY) return [invalidQuantity(['lines', String(i), 'quantity'])];
    return isUuid(variantId) ? [] : [variantNotFound(variantId, ['lines', String(i), 'variantId'])];
  });
}

function faultsOfBuyer({ email, shippingAddress, addressId, paymentMethodId }: CheckoutInput, { customerId, saved }: Known): Refusal[] {
  const refusals: Refusal[] = [];
  if (!isEmail(email)) refusals.push(no('INVALID_EMAIL', 'This is no e-mail address.', 'email'));
  if (shippingAddress) refusals.push(...checkAddress(shippingAddress, ['shippingAddress']));
  if (addressId && shippingAddress) refusals.push(no('INVALID_ADDRESS', 'Name an address or the id of one, not both.', 'addressId'));
  else if (addressId && !customerId) refusals.push(no('INVALID_ADDRESS', 'Only a signed-in customer has stored addresses.', 'addressId'));
  else if (addressId && !saved) refusals.push(no('ADDRESS_NOT_FOUND', 'You have no such address.', 'addressId'));
  else if (!addressId && !shippingAddress) refusals.push(no('INVALID_ADDRESS', 'Where shall it go?', 'shippingAddress'));
  if (!/^[\x21-\x7e]{1,255}$/.test(paymentMethodId))
    refusals.push(no('PAYMENT_METHOD_NOT_FOUND', 'There is no such payment method.', 'paymentMethodId'));
  return refusals;
}
