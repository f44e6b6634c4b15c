import type { Provider } from '../provider.ts';

type Charge = { intentId: string; orderId: string | null; capturedMinor: number; refundedMinor: number; currencyCode: string };
type Page = { charges: Charge[]; next: string | null };

const PAGE = 100;

/** A page of `limit` intents at most, newest first; those that have moved no money are left out of it. */
export async function providerLedger(provider: Provider, { after, limit }: { after?: string | null; limit: number }): Promise<Page> {
  const charges: Charge[] = [];
  let cursor = after ?? null;
  for (let left = limit; left > 0; ) {
    const { intents, more } = await provider.list(cursor, Math.min(left, PAGE));
    charges.push(...intents.filter((intent) => intent.capturedMinor > 0).map(({ id, ...intent }) => chargeOf(id, intent)));
    cursor = intents.at(-1)?.id ?? cursor;
    if (!more || intents.length === 0) return { charges, next: null };
    left -= intents.length;
  }
  return { charges, next: cursor };
}

const chargeOf = (intentId: string, { orderId, capturedMinor, refundedMinor, currencyCode }: Omit<Charge, 'intentId'>): Charge => ({
  intentId,
  orderId,
  capturedMinor,
  refundedMinor,
  currencyCode,
});
