import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaymentStatus } from './contract.ts';
import { factsOf } from './observation.ts';
import { FACTS, isDead, isPaid, isUndecided, stepsThrough, transition } from './payment.ts';
import { intent } from './testing/intent.ts';

const statuses = PaymentStatus.options;
const anyStatus = fc.constantFrom(...statuses);
const anyFacts = fc.array(fc.constantFrom(...FACTS), { maxLength: 12 });
const DEAD: PaymentStatus[] = ['FAILED', 'VOIDED'];

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

test('every payment is undecided, paid, dead or given back: one of them', () => {
  const kindsOf = (status: PaymentStatus) =>
    [isUndecided(status) && 'undecided', isPaid(status) && 'paid', isDead(status) && 'dead'].filter(Boolean);
  const kinds: Record<PaymentStatus, string[]> = {
    INITIATED: ['undecided'],
    REQUIRES_ACTION: ['undecided'],
    AUTHORIZED: ['undecided'],
    CAPTURED: ['paid'],
    PARTIALLY_REFUNDED: ['paid'],
    FAILED: ['dead'],
    VOIDED: ['dead'],
    REFUNDED: [],
  };
  expect(Object.fromEntries(statuses.map((status) => [status, kindsOf(status)]))).toEqual(kinds);
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
    fc.property(fc.constantFrom(...DEAD), anyFacts, (from, facts) => {
      for (const { to } of stepsThrough(from, facts)) expect(isPaid(to) || isUndecided(to)).toBe(false);
    }),
  );
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
