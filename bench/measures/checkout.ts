import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { untilQuiet } from '../backlog.ts';
import { runChild } from '../child.ts';
import type { Figures, Row } from '../figures.ts';
import type { LimitJob } from '../limits/checkout-sql.ts';
import { makeDatabase } from '../limits/database.ts';
import type { CheckoutJob, Good } from '../load/checkout-load.ts';
import type { Loaded } from '../load/closed-loop.ts';
import type { Shop } from '../shop.ts';
import { type BenchWorld, WARM_UP_SECONDS, withCpu } from './bench-world.ts';

const CONCURRENCIES = [16, 64];
const VARIANTS = 256;
const UNITS = 1_000_000;
const OURS = new URL('../load/checkout-load.ts', import.meta.url);
const LIMIT = new URL('../limits/checkout-sql.ts', import.meta.url);

/** From a product line to a paid order, over GraphQL, with the payment simulator; beside it the same writes by the driver alone. */
export async function* checkoutFlow(world: BenchWorld): AsyncGenerator<Row> {
  const { databaseUrl, secret, signer, seconds, signal } = world;
  const shop = await world.shop();
  const goods = await stockedGoods(shop);
  const limitDatabase = await makeDatabase(
    databaseUrl,
    'bench_checkout_limit',
    ['catalog', 'inventory', 'orders', 'payments', 'checkout'],
    signer,
  );
  for (const callers of CONCURRENCIES) {
    const load = { callers, seconds, warmUpSeconds: WARM_UP_SECONDS };
    await untilQuiet(shop, databaseUrl, signal);
    const before = await ledger(databaseUrl);
    const job: CheckoutJob = { ...load, url: `${shop.base}/graphql`, goods };
    const ours = await withCpu(shop, () => runChild<CheckoutJob, Loaded>(OURS, job, signal));
    const rest = await untilQuiet(shop, databaseUrl, signal);
    compare(before, await ledger(databaseUrl), ours.completed);
    const limit = await runChild<LimitJob, Figures>(LIMIT, { ...load, databaseUrl: limitDatabase, secret, variants: VARIANTS }, signal);
    const notes = [
      `checkout at ${callers}: ${rest.left} events, webhooks and jobs were left when it ended, done ${rest.seconds.toFixed(1)} s later`,
    ];
    const about = { measure: 'checkout', concurrency: callers, limitIs: 'driver, a transaction a step' };
    yield { ...about, ours: ours.figures, limit, shopCpuMs: ours.shopCpuMs, notes: [...notes, ...(ours.notes ?? [])] };
  }
}

/** Many variants, each with more stock than can be sold here, so that no two buyers need to wait for one row. */
async function stockedGoods({ base, adminKey }: Shop): Promise<Good[]> {
  const goods: Good[] = [];
  for (let after: string | null = null; goods.length < VARIANTS; ) {
    const { products }: { products: Products } = await ask(`${base}/graphql`, PRODUCTS, { after });
    for (const { variants } of products.nodes)
      for (const { id, sku, price } of variants) goods.push({ variantId: id, sku, priceMinor: price.amountMinor });
    if (!products.pageInfo.hasNextPage) break;
    after = products.pageInfo.endCursor;
  }
  const chosen = goods.slice(0, VARIANTS);
  await Promise.all(
    chosen.map(({ variantId }) => {
      const input = { idempotencyKey: randomUUID(), variantId, delta: UNITS, reason: 'RECEIVED' };
      return ask(`${base}/admin/graphql`, ADJUST, { input }, { authorization: `Bearer ${adminKey}` });
    }),
  );
  return chosen;
}

const PRODUCTS = `query ($after: String) { products(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
  nodes { variants { id sku price { amountMinor } } } } }`;
type Products = {
  pageInfo: { hasNextPage: boolean; endCursor: string };
  nodes: { variants: { id: string; sku: string; price: { amountMinor: number } }[] }[];
};
const ADJUST = 'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { stock { available } userErrors { code message } } }';

async function ask<T>(url: string, query: string, variables: object, headers: Record<string, string> = {}): Promise<T> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
  const { data, errors } = (await (await fetch(url, request)).json()) as { data: T; errors?: unknown };
  const refused = (data as { stockAdjust?: { userErrors: unknown[] } } | null)?.stockAdjust?.userErrors.length;
  if (errors || refused) throw new Error(`the shop could not be stocked: ${JSON.stringify({ data, errors })}`);
  return data;
}

type Ledger = { paid: number; captured: number; sold: number; reserved: number };

/** What three contexts have written down, each for itself. */
async function ledger(databaseUrl: string): Promise<Ledger> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [row] = await sql<Ledger[]>`
    SELECT (SELECT count(*)::int FROM orders.orders WHERE status = 'PAID') AS paid,
      (SELECT count(*)::int FROM payments.payments WHERE status = 'CAPTURED') AS captured,
      (SELECT coalesce(sum(sold), 0)::int FROM inventory.stock) AS sold,
      (SELECT coalesce(sum(reserved), 0)::int FROM inventory.stock) AS reserved`.finally(() => sql.end());
  return row!;
}

/** Each buyer who was told so has one paid order, one captured payment and one unit; and nobody else has. */
function compare(before: Ledger, after: Ledger, completed: number): void {
  const grown = { paid: after.paid - before.paid, captured: after.captured - before.captured, sold: after.sold - before.sold };
  const isRight = Object.values(grown).every((count) => count === completed) && after.reserved === before.reserved;
  if (!isRight)
    throw new Error(`${completed} buyers were told they had bought, and the books say ${JSON.stringify({ grown, before, after })}`);
}
