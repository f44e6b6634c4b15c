import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSigner } from '../kit/sign.ts';
import { operations } from '../subgraphs/operations/contract.ts';
import { contextNames } from '../topology.ts';
import { migrateAll, openDatabase } from './database.ts';
import { openShopFloor } from './testing/shop-floor.ts';

let shop: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  shop = await openShopFloor();
});
afterAll(() => shop?.close());

/** What an expand step of the version to come may do to any table, written into the journals as its migrations would. */
async function expand(): Promise<void> {
  const tables = await shop.sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY(${contextNames})`;
  const added = tables.map(
    ({ name }) => `ALTER TABLE ${name} ADD COLUMN of_next_version text, ADD COLUMN counted_next int NOT NULL DEFAULT 0`,
  );
  const made = contextNames.map((context) => `CREATE TABLE ${context}.next_things (id int PRIMARY KEY)`);
  const noted = contextNames.map(
    (context) =>
      `INSERT INTO ${context}_migrations.applied (hash, created_at) SELECT 'of the next version', max(created_at) + 1 FROM ${context}_migrations.applied`,
  );
  await shop.sql.unsafe([...added, ...made, ...noted].join(';'));
}

async function trade(variantId: string): Promise<void> {
  const bought = await shop.buy(variantId);
  expect(bought.orderId).not.toBeNull();
  expect((await shop.buyCart(await shop.cart(variantId, 2))).orderId).not.toBeNull();
  expect((await shop.buy(variantId, 'pm_card_visa_chargeDeclined')).orderId).toBeNull();
  await shop.cancel(bought.orderId!);
}

test('this version sells on while the schema of the next one comes under it, and one that starts then finds nothing to do', async () => {
  const variantId = await shop.variant(50);
  await trade(variantId);
  await expand();
  await trade(variantId);
  for (const context of contextNames) await shop.transport.peer(context).takeEvents('00000000-0000-7000-8000-000000000001', 10);
  const database = await openDatabase(shop.config);
  expect(await migrateAll(database, createSigner(shop.config.secret!))).toEqual([]);
  await trade(variantId);
  const { findings } = await shop.transport.clientOf(operations).audit({});
  // nobody relays here
  expect(findings.filter(({ invariant }) => invariant !== 'outbox-drained')).toEqual([]);
});
