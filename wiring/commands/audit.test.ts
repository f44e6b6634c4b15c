import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../subgraphs/operations/contract.ts';
import { openShopFloor } from '../testing/shop-floor.ts';

let shop: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  shop = await openShopFloor();
});
afterAll(() => shop?.close());

const ROUNDS = 8;

test('what holds at any instant holds at each while people buy, are declined and cancel', async () => {
  const variantId = await shop.variant(100);
  const { audit } = shop.transport.clientOf(operations);
  let bought = 0;
  let ended = false;
  const buyers = Array.from({ length: 3 }, async (_, buyer) => {
    for (let i = 0; i < ROUNDS; i++) {
      const { orderId } = await shop.buy(variantId, (i + buyer) % 3 === 0 ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa');
      if (orderId) bought += 1;
      if (orderId && i % 2 === 0) await shop.cancel(orderId);
    }
  });
  const buying = Promise.all(buyers).finally(() => {
    ended = true;
  });
  let looks = 0;
  while (!ended) {
    expect((await audit({ only: 'always' })).findings).toEqual([]);
    looks += 1;
  }
  await buying;
  expect(looks).toBeGreaterThan(3);
  expect(bought).toBeGreaterThan(ROUNDS);
  expect((await audit({})).findings).toEqual([]);
});
