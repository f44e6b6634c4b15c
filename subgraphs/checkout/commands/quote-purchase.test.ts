import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import type { CartSnapshot } from '../../cart/contract.ts';
import { destinationKey } from '../delivery/zones.ts';
import type { Purchase } from '../purchase.ts';
import { TermsSettings, termsOf } from '../terms.ts';
import { quotePurchase } from './quote-purchase.ts';

const variantId = uuidv7();
const DELIVERY = 490;
const TERMS = termsOf(TermsSettings.parse({}), createLog('fatal'));
const shippingAddress = { name: 'Ada', line1: '1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

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
    quotePurchase(database.sql, asks, TERMS)(
      uuidv7(),
      { lines: [{ variantId, quantity: 2 }], expectedTotalMinor: null, deliveryOptionId: null, shippingAddress, ...purchase } as Purchase,
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

  describe('with a delivery that was shown', () => {
    let cart: CartSnapshot;
    const shown = (to: string, expires: string) => database.sql`
      INSERT INTO checkouts (id, cart_id, reservation_id, cart_version, subtotal_minor, delivery, expires_at)
      VALUES (${uuidv7()}, ${cart.cartId}, ${uuidv7()}, 3, 2000, ${database.sql.json({
        to,
        options: [{ id: 'standard', name: 'Standard', priceMinor: 300 }],
      })}, now() + ${expires}::interval)`;
    beforeEach(() => {
      cart = cartShowing(1_000);
    });

    test('its price holds as long as the checkout lasts', async () => {
      await shown(destinationKey(shippingAddress), '1 minute');
      expect(await ask({}, cart)).toMatchObject({ totals: { deliveryMinor: 300, totalMinor: 2_300 }, delivery: { id: 'standard' } });
      // what was not among the ways that were shown was not agreed to
      expect(code(await ask({ deliveryOptionId: 'express' }, cart))).toBe('DELIVERY_OPTION_NOT_FOUND');
    });

    test('when its time is over another price is told before it is charged', async () => {
      await shown(destinationKey(shippingAddress), '-1 minute');
      expect(await ask({}, cart)).toMatchObject({
        refused: [{ code: 'PRICE_CHANGED', expectedTotal: { amountMinor: 2_300 }, actualTotal: { amountMinor: 2_000 + DELIVERY } }],
      });
      expect(await ask({ expectedTotalMinor: 2_000 + DELIVERY }, cart)).toMatchObject({ totals: { deliveryMinor: DELIVERY } });
    });

    test('to another address it was never promised', async () => {
      await shown(destinationKey({ ...shippingAddress, postalCode: '80331' }), '1 minute');
      expect(await ask({}, cart)).toMatchObject({ totals: { deliveryMinor: DELIVERY } });
    });

    test('for another state of the cart neither', async () => {
      await shown(destinationKey(shippingAddress), '1 minute');
      expect(await ask({}, { ...cart, version: 4 })).toMatchObject({ totals: { deliveryMinor: DELIVERY } });
    });
  });
});
