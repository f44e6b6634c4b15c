import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../kit/testing/database.ts';
import { operations } from '../subgraphs/operations/contract.ts';
import { openShopFloor } from './testing/shop-floor.ts';

let other: Awaited<ReturnType<typeof testDatabase>>;
let shop: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  other = await testDatabase('inventory_elsewhere');
  shop = await openShopFloor({ INVENTORY_DATABASE_URL: other.url });
});
afterAll(async () => {
  await shop?.close();
  await other?.drop();
});

const findings = async () => {
  const report = await shop.transport.clientOf(operations).audit({});
  // nobody relays here
  return report.findings.filter(({ invariant }) => invariant !== 'outbox-drained');
};

test('the audit compares contexts across databases, and says what it cannot read', async () => {
  const variantId = await shop.variant(10);
  expect((await shop.buy(variantId)).orderId).not.toBeNull();
  expect(await findings()).toEqual([]);
  await other.sql`UPDATE inventory.reservation_lines SET quantity = quantity + 1`;
  expect((await findings()).map(({ invariant }) => invariant)).toEqual(['stock-counters', 'sold-units']);
  await other.sql`UPDATE inventory.reservation_lines SET quantity = quantity - 1`;
  await shop.sql`DROP SERVER holdfast_inventory_elsewhere CASCADE`;
  const unread = await findings();
  expect(unread.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining(['stock-ledger', 'sold-units', 'expired-holds']));
  for (const { subject, detail } of unread)
    expect(`${subject}: ${detail}`).toMatch(/^audit: not checked: what it compares is in a database that cannot be read/);
});
