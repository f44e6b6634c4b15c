import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaymentStatus } from './contract.ts';
import { factsOf, isMismatch } from './observation.ts';
import { FACTS, isDead, isPaid, isUndecided, stepsThrough, transition } from './payment.ts';
import { INTENT_STATUSES, type Intent, type IntentStatus } from './provider.ts';

const statuses = PaymentStatus.options;
const anyStatus = fc.constantFrom(...statuses);
const anyFacts = fc.array(fc.constantFrom(...FACTS), { maxLength: 12 });

test('every fact has an answer in every status', () => {
  for (const from of statuses) {
    for (const fact of FACTS) expect([null, ...statuses]).toContain(transition(from, fact));
  }
});

test('these are all the legal steps', () => {
  const legal = statuses.flatMap((from) => FACTS.flatMap((fact) => transition(from, fact) ?? []).map((to) => `${from} > ${to}`));
  expect(legal.sort()).toEqual([
    'AUTHORIZED > CAPTURED',
    'AUTHORIZED > VOIDED',
    'CAPTURED > PARTIALLY_REFUNDED',
    'CAPTURED > REFUNDED',
    'FAILED > REFUNDED',
    'INITIATED > AUTHORIZED',
    'INITIATED > FAILED',
    'INITIATED > REQUIRES_ACTION',
    'INITIATED > VOIDED',
    'PARTIALLY_REFUNDED > REFUNDED',
    'REQUIRES_ACTION > AUTHORIZED',
    'REQUIRES_ACTION > FAILED',
    'REQUIRES_ACTION > VOIDED',
    'VOIDED > REFUNDED',
  ]);
});

test('no facts, in any order, lead back: no status is reached twice', () => {
  fc.assert(
    fc.property(anyStatus, anyFacts, (from, facts) => {
      const visited = [from, ...stepsThrough(from, facts).map((step) => step.to)];
      expect(new Set(visited).size).toBe(visited.length);
    }),
  );
});

test('steps are a chain from where the payment is', () => {
  fc.assert(
    fc.property(anyStatus, anyFacts, (from, facts) => {
      const steps = stepsThrough(from, facts);
      for (const [i, step] of steps.entries()) expect(step.from).toBe(i === 0 ? from : steps[i - 1]!.to);
    }),
  );
});

test('what is dead is never paid again, whatever becomes known', () => {
  fc.assert(
    fc.property(anyStatus.filter(isDead), anyFacts, (from, facts) => {
      for (const { to } of stepsThrough(from, facts)) expect(isPaid(to) || isUndecided(to)).toBe(false);
    }),
  );
});

const intent = (status: IntentStatus, more: Partial<Intent> = {}): Intent => ({
  id: 'pi_1',
  clientSecret: null,
  status,
  amountMinor: 1000,
  capturedMinor: status === 'succeeded' ? 1000 : 0,
  refundedMinor: 0,
  currencyCode: 'EUR',
  orderId: null,
  paymentId: null,
  failure: null,
  ...more,
});
const failure = { code: 'card_declined', declineCode: null };
const LIVES = [
  [
    'REFUNDED',
    [
      intent('requires_confirmation'),
      intent('requires_action'),
      intent('requires_capture'),
      intent('succeeded'),
      intent('succeeded', { refundedMinor: 10 }),
      intent('succeeded', { refundedMinor: 1000 }),
    ],
  ],
  ['CAPTURED', [intent('requires_confirmation'), intent('processing'), intent('requires_capture'), intent('succeeded')]],
  ['VOIDED', [intent('requires_confirmation'), intent('requires_action'), intent('requires_capture'), intent('canceled')]],
  [
    'FAILED',
    [
      intent('requires_confirmation'),
      intent('requires_action'),
      intent('requires_payment_method', { failure }),
      intent('canceled', { failure }),
    ],
  ],
] as const;

test.each(LIVES)('an intent seen in any order, any state any number of times, ends %s', (end, states) => {
  const seen = fc
    .tuple(fc.array(fc.constantFrom(...states)), fc.shuffledSubarray([...states], { minLength: states.length }))
    .map(([more, all]) => [...all, ...more]);
  fc.assert(
    fc.property(seen, (order) => {
      const last = order.reduce<PaymentStatus>((at, state) => stepsThrough(at, factsOf(state)).at(-1)?.to ?? at, 'INITIATED');
      expect(last).toBe(end);
    }),
  );
});

test('other money is never ours', () => {
  const ours = { amountMinor: 1000, currencyCode: 'EUR' };
  for (const status of INTENT_STATUSES) {
    expect(isMismatch(ours, intent(status))).toBe(false);
    expect(isMismatch(ours, intent(status, { amountMinor: 999 }))).toBe(true);
    expect(isMismatch(ours, intent(status, { currencyCode: 'USD' }))).toBe(true);
  }
  expect(isMismatch(ours, intent('succeeded', { capturedMinor: 999 }))).toBe(true);
});
