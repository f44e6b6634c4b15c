import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../kit/uuid.ts';
import { catalog } from '../subgraphs/catalog/contract.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { operations } from '../subgraphs/operations/contract.ts';
import { payments } from '../subgraphs/payments/contract.ts';
import { openShopFloor } from './testing/shop-floor.ts';

/** Delivery and tax over the real contexts: what is quoted is what is agreed, charged and kept. */
let floor: Awaited<ReturnType<typeof openShopFloor>>;
let carrier: Server;
/** What the carrier asks; null: it says nothing. */
let carrierMinor: number | null = 700;
const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-terms-'));
const file = (name: string, content: object) => {
  writeFileSync(path.join(folder, name), JSON.stringify(content));
  return path.join(folder, name);
};
const bands = {
  byWeight: [
    { upToGrams: 1_000, priceMinor: 333 },
    { upToGrams: 9_000, priceMinor: 1_111 },
  ],
};
const DELIVERY = {
  zones: [
    { name: 'islands', countries: ['DE'], postalCodes: ['27498'], methods: [] },
    {
      name: 'Germany',
      countries: ['DE'],
      methods: [
        { id: 'parcel', name: 'Parcel', rates: { EUR: bands, JPY: bands, KWD: bands } },
        { id: 'carrier', name: 'Carrier', live: true, rates: { EUR: { flatMinor: 999 } } },
      ],
    },
    { name: 'Austria', countries: ['AT'], methods: [{ id: 'abroad', name: 'Abroad', rates: { EUR: { flatMinor: 1_900 } } }] },
  ],
};
const TAXES = { countries: { DE: { rates: { standard: 19, reduced: 7 } } } };

beforeAll(async () => {
  carrier = createServer((request, response) => {
    request.resume();
    const rate = { methodId: 'carrier', priceMinor: carrierMinor, currencyCode: 'EUR' };
    response.writeHead(carrierMinor === null ? 503 : 200).end(JSON.stringify({ rates: [rate] }));
  });
  await new Promise<void>((listening) => carrier.listen(0, '127.0.0.1', listening));
  floor = await openShopFloor({
    DELIVERY_FILE: file('delivery.json', DELIVERY),
    TAX_FILE: file('tax.json', TAXES),
    PRICES_INCLUDE_TAX: 'false',
    LIVE_RATES_URL: `http://127.0.0.1:${(carrier.address() as AddressInfo).port}/`,
  });
});
afterAll(async () => {
  await floor?.close();
  carrier.close();
  rmSync(folder, { recursive: true, force: true });
});

const shippingAddress = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const identity = { audience: 'storefront' as const, customerId: null, staff: null, traceId: 't' };

type Goods = { priceMinor: number; currencyCode: string; weightGrams?: number; taxClass?: string };
async function variant({ priceMinor, currencyCode, weightGrams = 300, taxClass }: Goods): Promise<string> {
  const sku = uuidv7();
  const product = { externalId: sku, title: 'Thing', taxClass, variants: [{ sku, priceMinor, currencyCode, weightGrams }] };
  const { results } = await floor.transport.clientOf(catalog).saveProducts({ products: [product] });
  const { productId, variants } = results[0] as { productId: string; variants: { variantId: string }[] };
  const { variantId } = variants[0]!;
  await floor.transport.clientOf(inventory).openStock({ variants: [{ variantId, productId, sku, quantity: 100 }] });
  return variantId;
}
async function ask(context: string, query: string, input: object): Promise<never> {
  const { data, errors } = await floor.transport.peer(context).query({ query, variables: { input }, identity });
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return Object.values(data as object)[0] as never;
}
const begin = (
  cartId: string,
  to: object | null = shippingAddress,
): Promise<{ checkout: Begun | null; userErrors: { code: string; path: string[] }[] }> =>
  ask(
    'checkout',
    `mutation ($input: BeginCheckoutInput!) { beginCheckout(input: $input) {
      checkout { deliveryOptions { id price { amountMinor } } totals { total { amountMinor } } } userErrors { code path } } }`,
    { cartId, shippingAddress: to },
  );
type Begun = { deliveryOptions: { id: string; price: { amountMinor: number } }[]; totals: { total: { amountMinor: number } } };
const pricesOf = (begun: Awaited<ReturnType<typeof begin>>) =>
  begun.checkout!.deliveryOptions.map(({ id, price }) => [id, price.amountMinor]);

type Answer = { __typename: string; accessToken?: string; order?: { id: string }; userErrors?: { code: string; path: string[] }[] };
const buy = (input: object): Promise<Answer> =>
  ask(
    'checkout',
    `mutation ($input: CheckoutInput!) { checkout(input: $input) { __typename
      ... on CheckoutCompleted { accessToken order { id } } ... on CheckoutRejected { userErrors { code path } } } }`,
    { idempotencyKey: uuidv7(), email: 'ada@example.com', paymentMethodId: 'pm_card_visa', shippingAddress, ...input },
  );
const codeOf = (answer: Answer) => answer.userErrors?.map(({ code, path }) => [code, path?.join('.')]) ?? answer.__typename;
const orderOf = async (answer: Answer) => {
  const [order] = await floor.sql`SELECT * FROM orders.orders WHERE id = ${answer.order!.id}`;
  return order!;
};

describe('zones and live rates', () => {
  let cartId: string;
  const aCart = async (weightGrams = 300) => floor.cart(await variant({ priceMinor: 1_000, currencyCode: 'EUR', weightGrams }), 2);

  test('an address shows what its zone offers, by weight; without one it is the home country', async () => {
    const shown = [
      ['parcel', 333],
      ['carrier', 700],
    ];
    expect(pricesOf(await begin(await aCart()))).toEqual(shown);
    expect(pricesOf(await begin(await aCart(), null))).toEqual(shown);
    expect(pricesOf(await begin(await aCart(501)))).toEqual([
      ['carrier', 700],
      ['parcel', 1_111],
    ]);
    expect(pricesOf(await begin(await aCart(), { ...shippingAddress, countryCode: 'AT', postalCode: '1010' }))).toEqual([
      ['abroad', 1_900],
    ]);
  });

  test('where nothing is delivered, or not by this way, nothing is bought', async () => {
    const island = { ...shippingAddress, postalCode: '27498' };
    const [cart, lines] = [await aCart(), [{ variantId: await variant({ priceMinor: 1_000, currencyCode: 'EUR' }), quantity: 1 }]];
    expect(await begin(cart, island)).toEqual({
      checkout: null,
      userErrors: [{ code: 'NOT_DELIVERED_THERE', path: ['shippingAddress', 'countryCode'] }],
    });
    expect(codeOf(await buy({ lines, shippingAddress: island }))).toEqual([['NOT_DELIVERED_THERE', 'shippingAddress.countryCode']]);
    expect(codeOf(await buy({ lines, deliveryOptionId: 'abroad' }))).toEqual([['DELIVERY_OPTION_NOT_FOUND', 'deliveryOptionId']]);
    expect(codeOf(await buy({ lines, shippingAddress: { ...shippingAddress, postalCode: 'SW1A 1AA' } }))).toEqual([
      ['INVALID_ADDRESS', 'shippingAddress.postalCode'],
    ]);
  });

  test('the rate that was shown holds while the checkout lasts, whatever the carrier says since; then it is told anew', async () => {
    cartId = await aCart();
    await begin(cartId);
    carrierMinor = 1_500;
    await floor.sql`UPDATE checkout.checkouts SET expires_at = now() - interval '1 second' WHERE cart_id = ${cartId}`;
    expect(codeOf(await buy({ cartId, deliveryOptionId: 'carrier' }))).toEqual([['PRICE_CHANGED', 'expectedTotalMinor']]);
    carrierMinor = 700;
    await begin(cartId);
    carrierMinor = 1_500;
    const order = await orderOf(await buy({ cartId, deliveryOptionId: 'carrier' }));
    expect(order).toMatchObject({ delivery_minor: '700', delivery: { id: 'carrier', name: 'Carrier' } });
  });

  test('a carrier that does not answer is stood in for by the table', async () => {
    carrierMinor = null;
    const lines = [{ variantId: await variant({ priceMinor: 1_000, currencyCode: 'EUR' }), quantity: 1 }];
    expect(await orderOf(await buy({ lines, deliveryOptionId: 'carrier' }))).toMatchObject({ delivery_minor: '999' });
  });
});

describe('money', () => {
  test.each([
    ['JPY', 333],
    ['EUR', 333],
    ['KWD', 333],
  ])('in %s the lines, the order and the charge are one sum', async (currencyCode, deliveryMinor) => {
    const lines = [
      { variantId: await variant({ priceMinor: 1_238, currencyCode }), quantity: 1 },
      { variantId: await variant({ priceMinor: 418, currencyCode, taxClass: 'reduced', weightGrams: 50 }), quantity: 3 },
    ];
    const order = await orderOf(await buy({ lines }));
    const listed = await floor.sql`SELECT sum(line_total_minor)::bigint AS sum FROM orders.order_lines WHERE order_id = ${order.id}`;
    expect(listed[0]!.sum).toBe(order.subtotal_minor);
    expect(Number(order.delivery_minor)).toBe(deliveryMinor);
    expect(Number(order.tax_minor)).toBe(order.taxes.rates.reduce((sum: number, rate: { taxMinor: number }) => sum + rate.taxMinor, 0));
    expect(order.taxes.lines).toMatchObject([
      { taxClass: 'standard', ratePpm: 190_000 },
      { taxClass: 'reduced', ratePpm: 70_000 },
    ]);
    const owed = 1_238 + 3 * 418 + deliveryMinor + Number(order.tax_minor);
    expect(Number(order.total_minor)).toBe(currencyCode === 'KWD' ? owed - (owed % 10) : owed);
    expect(Number(order.discount_minor)).toBe(currencyCode === 'KWD' ? 2 : 0);
    const [payment] = await floor.sql`SELECT amount_minor, currency_code, status FROM payments.payments WHERE order_id = ${order.id}`;
    expect(payment).toEqual({ amount_minor: order.total_minor, currency_code: currencyCode, status: 'CAPTURED' });
    const { charges } = await floor.transport.clientOf(payments).providerLedger({ limit: 100 });
    expect(charges.filter(({ orderId }) => orderId === order.id)).toMatchObject([
      { capturedMinor: Number(order.total_minor), currencyCode },
    ]);
  });

  test('the order tells of its tax, by rate and by line, and how it is delivered', async () => {
    const lines = [{ variantId: await variant({ priceMinor: 1_000, currencyCode: 'EUR', taxClass: 'reduced' }), quantity: 2 }];
    const { order, accessToken } = await buy({ lines });
    const query = `query ($id: ID!, $token: String!) { order(id: $id, accessToken: $token) { delivery { id name }
      totals { tax { amount } includedTax { amount } taxRates { rate net { amount } tax { amount } } }
      lines { tax { taxClass rate amount { amount } } } } }`;
    const variables = { id: order!.id, token: accessToken! };
    const { data } = await floor.transport.peer('orders').query({ query, variables, identity });
    expect(data).toEqual({
      order: {
        delivery: { id: 'parcel', name: 'Parcel' },
        totals: {
          tax: { amount: '1.63' },
          includedTax: { amount: '0.00' },
          taxRates: [{ rate: '7', net: { amount: '23.33' }, tax: { amount: '1.63' } }],
        },
        lines: [{ tax: { taxClass: 'reduced', rate: '7', amount: { amount: '1.40' } } }],
      },
    });
  });

  test('and the audit finds nothing', async () => {
    expect(await floor.transport.clientOf(operations).audit({})).toMatchObject({ findings: [] });
  });
});
