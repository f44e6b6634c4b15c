import postgres, { type Sql } from 'postgres';
import { createSigner } from '../../kit/sign.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { serveJob } from '../child.ts';
import type { Figures } from '../figures.ts';
import { closedLoop, type Load } from '../load/closed-loop.ts';
import { driverOf } from './database.ts';
import { buy, type Pools } from './checkout-steps.ts';

export type LimitJob = Load & { databaseUrl: string; secret: string; variants: number };

const UNITS = 1_000_000;

/** A checkout's writes by postgres.js alone: no HTTP, no GraphQL, no provider, no jobs; ungrouped, a transaction a step. */
async function load({ databaseUrl, secret, variants, ...load }: LimitJob): Promise<Figures> {
  const signer = createSigner(secret);
  const pool = (context: keyof Pools) => driverOf(databaseUrl, context, signer);
  const pools: Pools = {
    catalog: await pool('catalog'),
    inventory: await pool('inventory'),
    orders: await pool('orders'),
    payments: await pool('payments'),
    checkout: await pool('checkout'),
  };
  const variantIds = await stockedGoods(pools, variants);
  const before = await ledger(databaseUrl);
  let turn = 0;
  const { figures, completed } = await closedLoop(load, () => buy(pools, variantIds[turn++ % variants]!));
  const after = await ledger(databaseUrl);
  if (after.paid - before.paid !== completed || after.sold - before.sold !== completed)
    throw new Error(`${completed} checkouts, and the books say ${JSON.stringify({ before, after })}`);
  await Promise.all(Object.values(pools).map((sql: Sql) => sql.end()));
  return figures;
}

async function stockedGoods({ catalog, inventory }: Pools, variants: number): Promise<string[]> {
  const productId = uuidv7();
  const variantIds = Array.from({ length: variants }, () => uuidv7());
  await catalog`
    INSERT INTO products (id, external_id, slug, title, images, status, version, created_at, updated_at)
    VALUES (${productId}, ${productId}, ${productId}, 'A product', '[]', 'ACTIVE', 1, now(), now())`;
  await catalog`
    INSERT INTO variants (id, product_id, sku, title, position, options, price_minor, currency_code, retired)
    SELECT id, ${productId}, id::text, 'A variant', 1, '[]', 1999, 'EUR', false FROM unnest(${variantIds}::uuid[]) AS id`;
  await inventory`INSERT INTO stock (variant_id, available) SELECT id, ${UNITS} FROM unnest(${variantIds}::uuid[]) AS id`;
  return variantIds;
}

async function ledger(databaseUrl: string): Promise<{ paid: number; sold: number }> {
  const sql = postgres(databaseUrl, { max: 1 });
  const [row] = await sql<{ paid: number; sold: number }[]>`
    SELECT (SELECT count(*)::int FROM orders.orders WHERE status = 'PAID') AS paid,
      (SELECT sum(sold)::int FROM inventory.stock) AS sold`.finally(() => sql.end());
  return row!;
}

serveJob(load);
