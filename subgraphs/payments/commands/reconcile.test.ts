import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newPayment, type Shop, startShop } from '../testing/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterEach(async () => {
  expect(await shop.brokenHistories()).toEqual([]);
  expect(await shop.faultsLeft()).toBe(0);
});
afterAll(() => shop.close());

const reconcile = (olderThanSeconds = 0, limit = 100) => shop.ask.reconcile({ olderThanSeconds, limit });

test('without a single webhook every decision is heard in the end', async () => {
  const unheard = newPayment();
  await shop.fault('apply+reset', '/confirm$');
  await shop.fault('reset', '/confirm$');
  await expect(shop.ask.authorize(unheard)).rejects.toThrow();
  const challenged = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  await shop.ask.authorize(challenged);
  await shop.authenticate(challenged.paymentId, 'succeeded');
  const challengeFailed = newPayment({ paymentMethodId: 'pm_card_threeDSecure2Required' });
  await shop.ask.authorize(challengeFailed);
  await shop.authenticate(challengeFailed.paymentId, 'failed');
  const captured = newPayment();
  await shop.ask.authorize(captured);
  await shop.stripe.paymentIntents.capture((await shop.payment(captured.paymentId)).provider_intent_id);

  expect(await reconcile(3600)).toEqual({ checked: 0 });
  expect((await reconcile()).checked).toBe(4);
  expect(await shop.told(unheard.paymentId)).toEqual(['AUTHORIZED']);
  expect(await shop.told(challenged.paymentId)).toEqual(['AUTHORIZED']);
  expect(await shop.told(challengeFailed.paymentId)).toEqual(['FAILED']);
  expect(await shop.told(captured.paymentId)).toEqual(['CAPTURED']);
  expect((await shop.intentOf(challengeFailed.paymentId)).status).toBe('canceled');

  await reconcile();
  expect(await shop.told(unheard.paymentId)).toEqual(['AUTHORIZED']);
  expect((await reconcile()).checked).toBe(2);
});

test('least recently seen first, at most so many; one that cannot be asked about keeps no other waiting', async () => {
  await shop.sql`UPDATE payments SET intent_open = false`;
  const inputs = [newPayment(), newPayment(), newPayment()];
  for (const input of inputs) await shop.ask.authorize(input);
  const seen = async () =>
    (
      await shop.sql<
        { id: string }[]
      >`SELECT id FROM payments WHERE checked_at IS NOT NULL AND id = ANY(${inputs.map((i) => i.paymentId)}) ORDER BY checked_at`
    ).map((row) => row.id);
  expect(await reconcile(0, 1)).toEqual({ checked: 1 });
  expect(await seen()).toEqual([inputs[0]!.paymentId]);
  expect(await reconcile(0, 2)).toEqual({ checked: 2 });
  expect((await seen()).sort()).toEqual(inputs.map((i) => i.paymentId).sort());
  await shop.fault('reset', (await shop.payment(inputs[1]!.paymentId)).provider_intent_id, 2);
  expect(await reconcile()).toEqual({ checked: 2 });
});

test('a refused payment whose intent could not be cancelled is cancelled later', async () => {
  const input = newPayment({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
  await shop.fault('reset', '/cancel$', 2);
  await shop.ask.authorize(input);
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'FAILED', intent_open: true });
  await reconcile();
  expect((await shop.intentOf(input.paymentId)).status).toBe('canceled');
  expect(await shop.payment(input.paymentId)).toMatchObject({ status: 'FAILED', intent_open: false });
});

test('the provider ledger lists what has moved money, page by page, newest first', async () => {
  const paid = [await shop.paid(), await shop.paid({ amountMinor: 700 }), await shop.paid()];
  await shop.ask.refundOrder({ orderId: paid[1]!.orderId, key: 'cancel' });
  await shop.ask.authorize(newPayment());
  const rows = [];
  for (let after: string | null = null, pages = 0; pages < 100; pages++) {
    const page: Awaited<ReturnType<typeof shop.ask.providerLedger>> = await shop.ask.providerLedger({ after, limit: 2 });
    rows.push(...page.charges);
    after = page.next;
    if (!after) break;
  }
  const { charges, next } = await shop.ask.providerLedger({ limit: 1000 });
  expect(next).toBeNull();
  expect(rows).toEqual(charges);
  expect(charges.slice(0, 3)).toEqual([
    {
      intentId: (await shop.payment(paid[2]!.paymentId)).provider_intent_id,
      orderId: paid[2]!.orderId,
      capturedMinor: 4990,
      refundedMinor: 0,
      currencyCode: 'EUR',
    },
    {
      intentId: (await shop.payment(paid[1]!.paymentId)).provider_intent_id,
      orderId: paid[1]!.orderId,
      capturedMinor: 700,
      refundedMinor: 700,
      currencyCode: 'EUR',
    },
    {
      intentId: (await shop.payment(paid[0]!.paymentId)).provider_intent_id,
      orderId: paid[0]!.orderId,
      capturedMinor: 4990,
      refundedMinor: 0,
      currencyCode: 'EUR',
    },
  ]);
});
