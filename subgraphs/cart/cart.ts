import { MAX_QUANTITY } from '../../schema/vocabulary/refusals.ts';

/** A cart as its rows have it. */
export type Line = { id: string; variantId: string; quantity: number; unitPriceMinor: number };
export type Cart = {
  id: string;
  currencyCode: string;
  state: 'OPEN' | 'FROZEN' | 'CLOSED';
  frozenBy: string | null;
  /** Whose it is; null: a guest's. */
  customerId: string | null;
  version: number;
  updatedAt: Date;
  lines: Line[];
};
export type Warning = { code: 'PRICE_CHANGED' | 'OUT_OF_STOCK' | 'QUANTITY_REDUCED'; message: string; lineId: string };

export const subtotal = (lines: Pick<Line, 'quantity' | 'unitPriceMinor'>[]): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);

/** A guest's cart is open to whoever knows its id, a customer's to the customer alone: for anybody else there is none. */
export const cartFor = <C extends Pick<Cart, 'customerId'>>(cart: C | null, customerId: string | null): C | null =>
  cart && (cart.customerId === null || cart.customerId === customerId) ? cart : null;

/** Why a cart in this state cannot be changed or bought by `attemptId`, or null. */
export function closedTo(
  cart: Pick<Cart, 'state' | 'frozenBy'> | null,
  attemptId: string | null,
): { code: string; message: string; path: string[] } | null {
  const path = ['cartId'];
  if (!cart) return { code: 'CART_NOT_FOUND', message: 'There is no such cart.', path };
  if (cart.state === 'CLOSED' && cart.frozenBy !== attemptId) return { code: 'CART_CLOSED', message: 'This cart has been bought.', path };
  if (cart.state === 'FROZEN' && cart.frozenBy !== attemptId)
    return { code: 'CART_BUSY', message: 'This cart is being bought just now.', path };
  return null;
}

/** What the buyer should know of lines whose price or stock is no longer what it was. */
export function warningsOf(lines: Line[], prices: Map<string, number> | null, available: Map<string, number> | null): Warning[] {
  return lines.flatMap((line) => {
    const price = prices?.get(line.variantId);
    const units = available?.get(line.variantId) ?? 0;
    const found: Warning[] = [];
    if (price !== undefined && price !== line.unitPriceMinor)
      found.push({ code: 'PRICE_CHANGED', message: 'The price has changed since this was added.', lineId: line.id });
    if ((prices && price === undefined) || (available && units === 0))
      found.push({ code: 'OUT_OF_STOCK', message: 'This cannot be bought just now.', lineId: line.id });
    else if (available && units < line.quantity)
      found.push({ code: 'QUANTITY_REDUCED', message: `Only ${units} are left.`, lineId: line.id });
    return found;
  });
}

export const quantityFits = (quantity: number): boolean => Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;

/** The first of the lines to add by which a variant would pass the limit of one order, or null. */
export function overLimit(there: LineOf[], added: LineOf[]): number | null {
  const sums = new Map(there.map((line) => [line.variantId, line.quantity]));
  for (const [i, line] of added.entries()) {
    const sum = (sums.get(line.variantId) ?? 0) + line.quantity;
    if (sum > MAX_QUANTITY) return i;
    sums.set(line.variantId, sum);
  }
  return null;
}
type LineOf = Pick<Line, 'variantId' | 'quantity'>;
