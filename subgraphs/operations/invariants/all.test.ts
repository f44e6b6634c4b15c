import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS } from '../testing/planted-faults.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { INVARIANTS } from './all.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  // with all constraints in place: the healthy history is one that the contexts could have written
  await shop.refill();
  await shop.loosen();
});
afterAll(() => shop?.close());

test('every invariant has its planted faults', () => {
  expect(Object.keys(FAULTS).sort()).toEqual(INVARIANTS.map((invariant) => invariant.id).sort());
});

test('a shop without a fault has no finding', async () => {
  await shop.refill();
  expect((await shop.ask.audit({})).findings).toEqual([]);
});

describe.each(Object.keys(FAULTS))('%s', (invariant) => {
  test.each(FAULTS[invariant]!)('sees it alone when $name', async ({ changes, sql, ledger }) => {
    await shop.refill(changes);
    if (sql) await shop.sql.unsafe(sql);
    if (ledger) shop.provider.ledger = ledger(shop.provider.ledger);
    const { findings } = await shop.ask.audit({});
    expect(new Set(findings.map((finding) => finding.invariant)), JSON.stringify(findings, null, 1)).toEqual(new Set([invariant]));
  });
});
