import { afterAll, beforeAll } from 'vitest';
import { connect, type Db } from '../../kit/db.ts';
import { sagaLaws, type World } from '../../kit/testing/saga-laws.ts';
import { cart } from '../../subgraphs/cart/contract.ts';
import { catalog } from '../../subgraphs/catalog/contract.ts';
import { quotePurchase } from '../../subgraphs/checkout/commands/quote-purchase.ts';
import { DEFAULT_DELIVERY } from '../../subgraphs/checkout/delivery.ts';
import { placeOrder, type Shop } from '../../subgraphs/checkout/place-order.saga.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { orders } from '../../subgraphs/orders/contract.ts';
import { payments } from '../../subgraphs/payments/contract.ts';
import { openShopFloor } from '../../wiring/testing/shop-floor.ts';

/**
 * The laws of PlaceOrder over the real contexts: every step and every undo is a command on a real Postgres, and the money
 * is the payment simulator's. What the toy shop of the saga's own test takes for granted is proved here.
 */
let floor: Awaited<ReturnType<typeof openShopFloor>>;
let db: Db;
beforeAll(async () => {
  floor = await openShopFloor();
  db = connect({ url: floor.config.databaseUrl!, schema: 'checkout', max: 2 });
});
afterAll(async () => {
  await db?.close();
  await floor?.close();
});

const buyer = {
  customerId: null,
  email: 'ada@example.com',
  deliveryOptionId: null,
  paymentMethodId: 'pm_card_visa',
  expectedTotalMinor: null,
};
const shippingAddress = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

/** A variant and a cart of this law's own. */
async function realShop(): Promise<World> {
  const { clientOf } = floor.transport;
  const ask = { cart: clientOf(cart), catalog: clientOf(catalog) };
  const variantId = await floor.variant(10);
  const cartId = await floor.cart(variantId, 2);
  const shop: Shop = {
    cart: ask.cart,
    inventory: clientOf(inventory),
    orders: clientOf(orders),
    payments: clientOf(payments),
    quote: quotePurchase(db.sql, ask, DEFAULT_DELIVERY),
    holdSeconds: 900,
  };
  const input = { ...buyer, shippingAddress, cartId, lines: null };
  return { saga: placeOrder(shop), input, look: () => look(variantId, cartId) };
}

/** The world as its owner sees it: an order that has failed is no order, money that was given back is no money. */
async function look(variantId: string, cartId: string): Promise<object> {
  const { sql, transport } = floor;
  const stock = await sql`SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold
    FROM inventory.stock WHERE variant_id = ${variantId}`;
  const placed = await sql<{ id: string; status: string }[]>`SELECT id, status FROM orders.orders WHERE cart_id = ${cartId}`;
  const [basket] = await sql`SELECT state FROM cart.carts WHERE id = ${cartId}`;
  const { charges } = await transport.clientOf(payments).providerLedger({ limit: 1000 });
  const own = charges.filter((charge) => placed.some((order) => order.id === charge.orderId));
  const held =
    await sql`SELECT count(*)::int AS n FROM payments.payments WHERE intent_open AND order_id = ANY(${placed.map((order) => order.id)}::uuid[])`;
  return {
    stock: stock[0],
    orders: placed.map((order) => order.status).filter((status) => status !== 'FAILED'),
    cart: basket,
    keptMinor: own.reduce((sum, charge) => sum + charge.capturedMinor - charge.refundedMinor, 0),
    authorizations: held[0],
  };
}

sagaLaws('PlaceOrder over the real contexts: every step and every undo', { saga: placeOrder({} as Shop) }, realShop);
