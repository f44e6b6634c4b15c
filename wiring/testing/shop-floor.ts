import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Identity, ROOT } from '../../kit/identity.ts';
import { testDatabase } from '../../kit/testing/database.ts';
import type { Transport } from '../../kit/transport.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { withContexts } from '../command-line.ts';
import { type Environment, readConfig } from '../environment.ts';

/** As schema/testing signs: the roles of the contexts belong to the whole server, and other suites are at work on it. */
const SECRET = 'a-secret-for-tests-only';
const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'test' };
const staff: Identity = { ...guest, audience: 'admin', staff: ROOT };
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

export type ShopFloor = {
  transport: Transport;
  config: Environment;
  /** A variant of its own, with so many units. */
  variant(quantity: number): Promise<string>;
  /** A cart with so many units of it. */
  cart(variantId: string, quantity: number): Promise<string>;
  /** Buys one unit, or so many; the attempt, and the order where it was placed. */
  buy(variantId: string, paymentMethodId?: string, quantity?: number): Promise<{ attemptId: string; orderId: string | null }>;
  /** Buys what is in a cart. */
  buyCart(cartId: string, paymentMethodId?: string): Promise<{ attemptId: string; orderId: string | null }>;
  /** What staff ask of one context; the answer to the first field. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
  manage(context: string, query: string, variables: object): Promise<any>;
  cancel(orderId: string): Promise<void>;
};

/**
 * All contexts and the payment simulator in this process on a database of its own, without jobs: nothing moves by itself. `settings`:
 * variables of the environment.
 */
export async function openShopFloor(settings: NodeJS.ProcessEnv = {}) {
  const database = await testDatabase('shop_floor');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-shop-floor-'));
  const config = {
    ...readConfig({ ...settings, DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'fatal', SEED: 'none' }),
    secret: SECRET,
  };
  let end = () => {};
  const opened = new Promise<Transport>((open, fail) => {
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    running = withContexts(config, async (transport) => {
      open(transport);
      await ended;
    });
    running.catch(fail);
  });
  const transport = await opened;
  const close = async () => {
    end();
    await running;
    await database.sql.unsafe(`DROP DATABASE IF EXISTS "${new URL(database.url).pathname.slice(1)}_stripe_simulator" WITH (FORCE)`);
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...shopFloor(transport, config), sql: database.sql, close };
}
let running: Promise<void>;

function shopFloor(transport: Transport, config: Environment): ShopFloor {
  const asked = async (context: string, query: string, variables: object, identity: Identity) => {
    const { data, errors } = await transport.peer(context).query({ query, variables: variables as Record<string, unknown>, identity });
    if (errors) throw new Error(errors.map((error) => error.message).join('; '));
    return Object.values(data as Record<string, unknown>)[0];
  };
  const ask = (context: string, query: string, input: object, identity: Identity) => asked(context, query, { input }, identity);
  const bought = async (what: object, paymentMethodId: string) => {
    const input = { idempotencyKey: uuidv7(), email: 'ada@example.com', shippingAddress: ADDRESS, paymentMethodId, ...what };
    const result = (await ask(
      'checkout',
      `mutation($input:CheckoutInput!){checkout(input:$input){__typename
          ...on CheckoutCompleted{attemptId order{id}} ...on CheckoutRejected{attemptId} ...on CheckoutProcessing{attemptId}}}`,
      input,
      guest,
    )) as { attemptId: string; order?: { id: string } };
    return { attemptId: result.attemptId, orderId: result.order?.id ?? null };
  };
  return {
    transport,
    config,
    async variant(quantity) {
      const sku = randomUUID().slice(0, 8);
      const product = { externalId: sku, title: sku, status: 'ACTIVE', variants: [{ sku, priceMinor: 1999, currencyCode: 'EUR' }] };
      const saved = (await ask(
        'catalog',
        'mutation($input:ProductInput!){productSave(input:$input){product{id variants{id}} userErrors{code}}}',
        product,
        staff,
      )) as { product: { id: string; variants: { id: string }[] } };
      const variantId = saved.product.variants[0]!.id;
      await transport.clientOf(inventory).openStock({ variants: [{ variantId, productId: saved.product.id, sku, quantity }] });
      return variantId;
    },
    async cart(variantId, quantity) {
      const lines = [{ variantId, quantity }];
      const made = await ask('cart', 'mutation($input:CartCreateInput!){cartCreate(input:$input){cart{id}}}', { lines }, guest);
      return (made as { cart: { id: string } }).cart.id;
    },
    buy: (variantId, paymentMethodId = 'pm_card_visa', quantity = 1) => bought({ lines: [{ variantId, quantity }] }, paymentMethodId),
    buyCart: (cartId, paymentMethodId = 'pm_card_visa') => bought({ cartId }, paymentMethodId),
    manage: (context, query, variables) => asked(context, query, variables, staff),
    async cancel(orderId) {
      const input = { idempotencyKey: uuidv7(), orderId, reason: 'a test' };
      await ask('orders', 'mutation($input:CancelOrderInput!){cancelOrder(input:$input){userErrors{code}}}', input, staff);
    },
  };
}
