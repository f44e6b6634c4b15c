import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf, isClosed, isMismatch } from './observation.ts';
import type { Fact } from './payment.ts';
import { INTENT_STATUSES, type Intent } from './provider.ts';
import { intent } from './testing/intent.ts';

const failure = { code: 'card_declined', declineCode: null };

describe('what an intent says has happened', () => {
  const SAID: [what: string, intent: Intent, facts: Fact[]][] = [
    ['nobody has tried to pay', intent('requires_confirmation'), []],
    ['the bank has not answered', intent('processing'), []],
    ['no card was given yet', intent('requires_payment_method'), []],
    ['the card was declined', intent('requires_payment_method', { failure }), ['DECLINED']],
    ['the bank wants a word', intent('requires_action'), ['ACTION_REQUIRED']],
    ['the money is set aside', intent('requires_capture'), ['AUTHORIZED']],
    ['the money was taken', intent('succeeded'), ['AUTHORIZED', 'CAPTURED']],
    ['some was given back', intent('succeeded', { refundedMinor: 1 }), ['AUTHORIZED', 'CAPTURED', 'PARTLY_REFUNDED']],
    ['nearly all was given back', intent('succeeded', { refundedMinor: 999 }), ['AUTHORIZED', 'CAPTURED', 'PARTLY_REFUNDED']],
    ['all was given back', intent('succeeded', { refundedMinor: 1000 }), ['AUTHORIZED', 'CAPTURED', 'REFUNDED']],
    ['it was cancelled', intent('canceled'), ['CANCELED']],
    ['it was cancelled after a decline', intent('canceled', { failure }), ['DECLINED', 'CANCELED']],
  ];
  test.each(SAID)('%s', (_, seen, facts) => {
    expect(factsOf(seen)).toEqual(facts);
  });

  test('every state of the provider says something that we know', () => {
    for (const status of INTENT_STATUSES) expect(factsOf(intent(status))).toBeInstanceOf(Array);
  });
});

describe('an intent is closed when no money is with it and none can come', () => {
  test('cancelled, or all of what was captured went back', () => {
    expect(isClosed(intent('canceled'))).toBe(true);
    expect(isClosed(intent('succeeded', { refundedMinor: 1000 }))).toBe(true);
  });

  test('never while any of the captured money is with us', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(999), (capturedMinor, refunded) => {
        const refundedMinor = Math.min(refunded, capturedMinor - 1);
        expect(isClosed(intent('succeeded', { capturedMinor, refundedMinor }))).toBe(false);
      }),
    );
  });

  test('never while it can still be paid, though it holds nothing yet', () => {
    for (const status of INTENT_STATUSES.filter((it) => it !== 'canceled' && it !== 'succeeded'))
      expect(isClosed(intent(status))).toBe(false);
  });
});

describe('other money is never ours', () => {
  const ours = { amountMinor: 1000, currencyCode: 'EUR' };
  test.each(INTENT_STATUSES)('whatever it is %s', (status) => {
    expect(isMismatch(ours, intent(status))).toBe(false);
    expect(isMismatch(ours, intent(status, { amountMinor: 999 }))).toBe(true);
    expect(isMismatch(ours, intent(status, { amountMinor: 1001 }))).toBe(true);
    expect(isMismatch(ours, intent(status, { currencyCode: 'USD' }))).toBe(true);
  });

  test('all of it must have been captured, and no more', () => {
    expect(isMismatch(ours, intent('succeeded', { capturedMinor: 999 }))).toBe(true);
    expect(isMismatch(ours, intent('succeeded', { capturedMinor: 1001 }))).toBe(true);
  });
});
