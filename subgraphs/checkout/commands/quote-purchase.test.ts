import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import type { CartSnapshot } from '../../cart/contract.ts';
import { DEFAULT_DELIVERY } from '../delivery.ts';
import type { Purchase } from '../purchase.ts';
import { quotePurchase } from './quote-purchase.ts';

const variantId = uuidv7();
const DELIVERY = 490;

describe('the price of an attempt', () => {
  let database: ContextDatabase;
  let priceMinor: number;
  let renewed: unknown[];
  beforeAll(async () => {
    database = await contextDatabase('checkout');
  });
  afterAll(() => database.close());
  beforeEach(() => {
    priceMinor = 1_000;
    renewed = [];
  });

  const offer = () => ({ variantId, productId: uuidv7(), sku: 'A', title: 'Apple', priceMinor, currencyCode: 'EUR' });
  const asks = {
    catalog: { offers: async () => ({ offers: [offer()] }) },
    cart: {
      renewPrices: async (prices: unknown) => {
        renewed.push(prices);
        return {};
      },
    },
  } as unknown as Parameters<typeof quotePurchase>[1];
  const ask = (purchase: Partial<Purchase>, cart: CartSnapshot | null = null) =>
    quotePurchase(database.sql, asks, DEFAULT_DELIVERY)(
      uuidv7(),
      { lines: [{ variantId, quantity: 2 }], expectedTotalMinor: null, deliveryOptionId: null, ...purchase } as Purchase,
      cart,
    );
  const cartShowing = (unitPriceMinor: number) =>
    ({ cartId: uuidv7(), version: 3, currencyCode: 'EUR', lines: [{ variantId, quantity: 2, unitPriceMinor }] }) as unknown as CartSnapshot;
  const code = (answer: unknown) => (isRefused(answer) ? answer.refused[0]!.code : 'quoted');

  test('is today’s, when the buyer has seen none', async () => {
    expect(await ask({})).toMatchObject({ totals: { totalMinor: 2_000 + DELIVERY }, adopt: null });
  });

  test('must be what the buyer expects, to the cent', async () => {
    expect(code(await ask({ expectedTotalMinor: 2_000 + DELIVERY }))).toBe('quoted');
    expect(await ask({ expectedTotalMinor: 2_001 + DELIVERY })).toMatchObject({
      refused: [
        { code: 'PRICE_CHANGED', expectedTotal: { amountMinor: 2_001 + DELIVERY }, actualTotal: { amountMinor: 2_000 + DELIVERY } },
      ],
    });
  });

  test('must be what the cart shows; a cart that shows another is brought up to date', async () => {
    expect(code(await ask({}, cartShowing(1_000)))).toBe('quoted');
    expect(renewed).toEqual([]);
    expect(code(await ask({}, cartShowing(999)))).toBe('PRICE_CHANGED');
    expect(renewed).toMatchObject([{ prices: [{ variantId, unitPriceMinor: 1_000 }] }]);
  });

  test('must be what the begun checkout said of this version of the cart; of another version the cart counts', async () => {
    const cart = cartShowing(1_000);
    const reservationId = uuidv7();
    await database.sql`
      INSERT INTO checkouts (id, cart_id, reservation_id, cart_version, subtotal_minor) VALUES (${uuidv7()}, ${cart.cartId}, ${reservationId}, 3, 1999)`;
    expect(code(await ask({}, cart))).toBe('PRICE_CHANGED');
    expect(await ask({}, { ...cart, version: 4 })).toMatchObject({ adopt: reservationId });
  });
});
