import type { Client } from '../../../kit/contract.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { currencyMismatch, invalidQuantity, variantNotFound } from '../../../schema/vocabulary/refusals.ts';
import type { catalog, Offer } from '../../catalog/contract.ts';
import { overLimit, quantityFits } from '../cart.ts';

export type LineInput = { variantId: string; quantity: number };
export type PricedLine = LineInput & { unitPriceMinor: number };
const MAX_LINES = 200;

/** What the lines of a client come to: each with today's price, or all that is wrong with them. */
export async function takeLines(
  ask: Client<typeof catalog>,
  lines: LineInput[],
  currencyCode: string | null,
): Promise<{ priced: PricedLine[]; currencyCode: string | null } | { userErrors: Refusal[] }> {
  if (lines.length > MAX_LINES)
    return { userErrors: [{ code: 'TOO_MANY_LINES', message: `At most ${MAX_LINES} lines at once.`, path: ['lines'] }] };
  const ids = [...new Set(lines.map((line) => line.variantId).filter(isUuid))];
  const { offers } = ids.length > 0 ? await ask.offers({ variantIds: ids }) : { offers: [] };
  const byId = new Map(offers.map((offer) => [offer.variantId, offer]));
  const currency = currencyCode ?? offers[0]?.currencyCode ?? null;
  const userErrors = lines.flatMap((line, i) => faultOf(line, byId.get(line.variantId), currency, i));
  if (userErrors.length > 0) return { userErrors };
  const over = overLimit([], lines);
  if (over !== null) return { userErrors: [invalidQuantity(['lines', String(over), 'quantity'])] };
  return { priced: lines.map((line) => ({ ...line, unitPriceMinor: byId.get(line.variantId)!.priceMinor })), currencyCode: currency };
}

function faultOf(line: LineInput, offer: Offer | undefined, currency: string | null, i: number): Refusal[] {
  const path = (field: string) => ['lines', String(i), field];
  if (!quantityFits(line.quantity)) return [invalidQuantity(path('quantity'))];
  if (!offer) return [variantNotFound(line.variantId, path('variantId'))];
  if (offer.currencyCode !== currency) return [currencyMismatch(path('variantId'))];
  return [];
}
