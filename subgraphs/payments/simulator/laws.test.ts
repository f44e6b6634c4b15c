import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntentStatus } from './objects.ts';
import { TRANSITIONS } from './payment-intent.ts';
import { CARD_PAYMENT, simulatorSuite } from './simulator-suite.ts';

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
beforeAll(async () => {
  suite = await simulatorSuite({ refundSettleMs: 3 });
});
afterAll(() => suite.end());

const CARDS = ['visa', 'chargeDeclined', 'threeDSecure2Required', 'refundFail', 'pendingRefund', 'createDispute', 'createDisputeInquiry'];
const amount = fc.integer({ min: 1, max: 2500 });
const step = fc.oneof(
  fc.record({ verb: fc.constant('confirm' as const), card: fc.constantFrom(...CARDS.map((card) => `pm_card_${card}`)) }),
  fc.record({ verb: fc.constant('authenticate' as const), outcome: fc.constantFrom('succeeded', 'failed') }),
  fc.record({ verb: fc.constant('capture' as const), amount }),
  fc.record({ verb: fc.constant('refund' as const), amount: fc.option(amount) }),
  fc.record({ verb: fc.constant('cancel' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function run(id: string, one: Step): Promise<unknown> {
  const { paymentIntents, refunds } = suite.stripe;
  if (one.verb === 'confirm') return paymentIntents.confirm(id, { payment_method: one.card });
  if (one.verb === 'capture') return paymentIntents.capture(id, { amount_to_capture: one.amount });
  if (one.verb === 'cancel') return paymentIntents.cancel(id);
  if (one.verb === 'refund') return refunds.create({ payment_intent: id, ...(one.amount ? { amount: one.amount } : {}) });
  return suite.request('POST', `/v1/test_helpers/payment_intents/${id}/authenticate`, `outcome=${one.outcome}`);
}

async function expectSoundBooks(intent: Stripe.PaymentIntent): Promise<void> {
  const charges = (await suite.stripe.charges.list({ payment_intent: intent.id, limit: 100 })).data;
  for (const { amount_refunded, amount_captured, amount: authorized } of charges) {
    expect(0 <= amount_refunded && amount_refunded <= amount_captured && amount_captured <= authorized).toBe(true);
  }
  const captured = charges.map((charge) => charge.amount_captured).filter((each) => each > 0);
  expect(captured).toEqual(intent.amount_received > 0 ? [intent.amount_received] : []);
  expect(intent.amount_capturable > 0).toBe(intent.status === 'requires_capture');
}

describe('whatever is asked in whatever order', () => {
  it('0 <= refunded <= captured <= authorized, and every change of status is a legal one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('manual', 'automatic'), fc.array(step, { maxLength: 14 }), async (method, steps) => {
        const capture_method = method as 'manual' | 'automatic';
        let intent: Stripe.PaymentIntent = await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, capture_method });
        for (const one of steps) {
          await run(intent.id, one).catch((error: Stripe.errors.StripeError) => expect([400, 402]).toContain(error.statusCode));
          const after: Stripe.PaymentIntent = await suite.stripe.paymentIntents.retrieve(intent.id);
          const legal = TRANSITIONS[intent.status as IntentStatus] as readonly string[];
          if (after.status !== intent.status) expect(legal).toContain(after.status);
          await expectSoundBooks(after);
          intent = after;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refunds that race never give back more than was taken', async () => {
    const intent = await suite.stripe.paymentIntents.create({ ...CARD_PAYMENT, payment_method: 'pm_card_visa', confirm: true });
    const refund = () => suite.stripe.refunds.create({ payment_intent: intent.id, amount: 700 });
    const race = await Promise.allSettled([refund(), refund(), refund(), refund()]);
    expect(race.filter((each) => each.status === 'fulfilled')).toHaveLength(2);
    await expectSoundBooks(await suite.stripe.paymentIntents.retrieve(intent.id));
  });
});
