import { afterAll, beforeAll } from 'vitest';
import { connect, type Db } from '../../kit/db.ts';
import { createLog } from '../../kit/log.ts';
import { isRefused } from '../../kit/refusal.ts';
import { sagaLaws } from '../../kit/testing/saga-laws.ts';
import type { World } from '../../kit/testing/saga-worlds.ts';
import { cart } from '../../subgraphs/cart/contract.ts';
import { catalog } from '../../subgraphs/catalog/contract.ts';
import { checkout } from '../../subgraphs/checkout/contract.ts';
import { quotePurchase } from '../../subgraphs/checkout/commands/quote-purchase.ts';
import { countPurchase, uncountPurchase } from '../../subgraphs/checkout/limits/count-purchase.ts';
import { placeOrder, type Shop } from '../../subgraphs/checkout/place-order.saga.ts';
import { TermsSettings, termsOf } from '../../subgraphs/checkout/terms.ts';
import { saveSale } from '../../subgraphs/checkout/sales/save-sale.ts';
import { joinWaitingRoom } from '../../subgraphs/checkout/waiting-room/join-waiting-room.ts';
import { giveBackAdmission, useAdmission } from '../../subgraphs/checkout/waiting-room/use-admission.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { claimRefund } from '../../subgraphs/orders/commands/claim-refund.ts';
import { releaseRefund } from '../../subgraphs/orders/commands/release-refund.ts';
import { settleRefund } from '../../subgraphs/orders/commands/settle-refund.ts';
import { orders } from '../../subgraphs/orders/contract.ts';
import { type RefundAsks, refundOrder } from '../../subgraphs/orders/refund-order.saga.ts';
import { payments } from '../../subgraphs/payments/contract.ts';
import { openShopFloor } from '../../wiring/testing/shop-floor.ts';

/**
 * The laws of PlaceOrder and RefundOrder over the real contexts: every step and every undo is a command on a real Postgres, and the money
 * is the payment simulator's. What the toy shop of the saga's own test takes for granted is proved here.
 */
let floor: Awaited<ReturnType<typeof openShopFloor>>;
let db: Db;
let books: Db;
beforeAll(async () => {
  floor = await openShopFloor();
  db = connect({ url: floor.config.databaseUrl!, schema: 'checkout', max: 2 });
  books = connect({ url: floor.config.databaseUrl!, schema: 'orders', max: 2 });
});
afterAll(async () => {
  await db?.close();
  await books?.close();
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

/** A sale of the variant that has opened, and a visitor who was let in. */
async function admission(variantId: string): Promise<{ saleId: string; ticketId: string }> {
  const ask = floor.transport.clientOf(catalog);
  const [variant] = (await ask.variants({ variantIds: [variantId] })).variants;
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const slug = variant!.sku.toLowerCase();
  const sale = { slug, name: slug, opensAt: at(-60), endsAt: at(3600), skus: [variant!.sku], admissionsPerSecond: 10, maxPerCustomer: 2 };
  const saved = await saveSale(db.sql, { catalog: ask, inventory: floor.transport.clientOf(inventory) })(sale);
  if (isRefused(saved)) throw new Error(JSON.stringify(saved));
  const joined = await joinWaitingRoom(db.sql)({ saleId: saved.id, visitorId: 'ada' });
  if (isRefused(joined)) throw new Error(JSON.stringify(joined));
  await floor.transport.clientOf(checkout).admitWaiting({});
  return { saleId: saved.id, ticketId: joined.ticketId };
}

/** A variant in a sale and under a limit, an admission to it and a cart of this law's own. */
async function realShop(): Promise<World> {
  const { clientOf } = floor.transport;
  const ask = { cart: clientOf(cart), catalog: clientOf(catalog) };
  const variantId = await floor.variant(10);
  await db.sql`INSERT INTO purchase_limits (variant_id, max_per_customer) VALUES (${variantId}, 2)`;
  const cartId = await floor.cart(variantId, 2);
  const admitted = await admission(variantId);
  const polls = { forget: () => {}, forgetSale: () => {} };
  const shop: Shop = {
    cart: ask.cart,
    inventory: clientOf(inventory),
    orders: clientOf(orders),
    payments: clientOf(payments),
    quote: quotePurchase(db.sql, ask, termsOf(TermsSettings.parse({}), createLog('fatal'))),
    admissions: { use: useAdmission(db.sql, polls), giveBack: giveBackAdmission(db.sql, polls) },
    limits: { count: countPurchase(db.sql), giveBack: uncountPurchase(db.sql) },
    holdSeconds: 900,
  };
  const input = { ...buyer, shippingAddress, cartId, lines: null, admission: admitted };
  return { saga: placeOrder(shop), input, look: () => look(variantId, cartId, admitted.ticketId) };
}

/** The world as its owner sees it: an order that has failed is no order, money that was given back is no money. */
async function look(variantId: string, cartId: string, ticketId: string): Promise<object> {
  const { sql, transport } = floor;
  const stock = await sql`SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold
    FROM inventory.stock WHERE variant_id = ${variantId}`;
  const placed = await sql<{ id: string; status: string }[]>`SELECT id, status FROM orders.orders WHERE cart_id = ${cartId}`;
  const [basket] = await sql`SELECT state FROM cart.carts WHERE id = ${cartId}`;
  const { charges } = await transport.clientOf(payments).providerLedger({ limit: 1000 });
  const own = charges.filter((charge) => placed.some((order) => order.id === charge.orderId));
  const held =
    await sql`SELECT count(*)::int AS n FROM payments.payments WHERE intent_open AND order_id = ANY(${placed.map((order) => order.id)}::uuid[])`;
  const [ticket] = await sql`SELECT status, used_by IS NOT NULL AS used FROM checkout.tickets WHERE id = ${ticketId}`;
  const [bought] = await sql`
    SELECT coalesce(sum(bought), 0)::int AS units FROM checkout.sale_customers c JOIN checkout.tickets t USING (sale_id) WHERE t.id = ${ticketId}`;
  const [counted] = await sql`SELECT coalesce(sum(bought), 0)::int AS units FROM checkout.limit_customers WHERE variant_id = ${variantId}`;
  return {
    counted: counted!.units as number,
    ticket,
    bought: bought!.units as number,
    stock: stock[0],
    orders: placed.map((order) => order.status).filter((status) => status !== 'FAILED'),
    cart: basket,
    keptMinor: own.reduce((sum, charge) => sum + charge.capturedMinor - charge.refundedMinor, 0),
    authorizations: held[0],
  };
}

sagaLaws('PlaceOrder over the real contexts: every step and every undo', { saga: placeOrder({} as Shop) }, realShop);

/** An order that is paid, of which a part is refunded and its unit comes back. */
async function paidOrder(): Promise<World> {
  const { sql, transport } = floor;
  const variantId = await floor.variant(10);
  const { orderId, attemptId } = await floor.buy(variantId);
  const asks: RefundAsks = {
    claim: async (wish) => {
      await books.sql`INSERT INTO refunds (id, order_id, key, fingerprint) VALUES (${wish.refundId}, ${orderId}, ${wish.refundId}, '') ON CONFLICT DO NOTHING`;
      return claimRefund(books.sql, wish);
    },
    release: (of) => releaseRefund(books.sql, of),
    settle: (of) => settleRefund(books.sql, of),
    inventory: transport.clientOf(inventory),
    payments: transport.clientOf(payments),
  };
  const look = async () => {
    const [order] = await sql`
      SELECT status, refunded_minor::int AS refunded, restocked, withdrawn, (SELECT count(*)::int FROM orders.outbox WHERE aggregate_id = o.id::text) AS told
      FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id WHERE o.id = ${orderId}`;
    const stock =
      await sql`SELECT sum(available)::int AS available, sum(sold)::int AS sold FROM inventory.stock WHERE variant_id = ${variantId}`;
    const { charges } = await transport.clientOf(payments).providerLedger({ limit: 1000 });
    return { order, stock: stock[0], given: charges.find((charge) => charge.orderId === orderId)?.refundedMinor };
  };
  const input = { orderId, attemptId, amountMinor: 990, reason: null, restock: true, lines: null };
  return { saga: refundOrder(asks), input, look };
}

sagaLaws('RefundOrder over the real contexts: every step and every undo', { saga: refundOrder({} as RefundAsks) }, paidOrder);
