import { describe, expect, test } from 'vitest';
import type { Entry, SagaState } from '../../kit/saga-log.ts';
import { createSigner } from '../../kit/sign.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { isGranted, opensOrder } from '../../schema/vocabulary/order-access.ts';
import { answerOf, isFinal } from './answer.ts';
import type { AttemptRow } from './commands/attempt-rows.ts';

const signer = createSigner('a-secret-for-tests-only');
const NO = [{ code: 'CARD_DECLINED', message: 'No.' }];
const orderId = uuidv7();
const attempt = (more: Partial<AttemptRow> = {}): AttemptRow => ({
  id: 'attempt-1',
  scope: 'guest:checkout',
  fingerprint: '',
  refusals: null,
  state: 'RUNNING',
  ids: { orderId },
  sagaRefusals: null,
  log: [],
  expiresAt: new Date('2030-01-01'),
  ...more,
});
const done = (step: string): Entry => ({ step, kind: 'done', answer: {} });
const started = (step: string): Entry => ({ step, kind: 'started' });
const waiting = (clientSecret: string): Entry => ({ step: 'authorize payment', kind: 'waiting', answer: { clientSecret } });
const answer = (more: Partial<AttemptRow>, replayed = false) => answerOf(attempt(more), signer, replayed);

const STATES: SagaState[] = ['RUNNING', 'COMPENSATING', 'WAITING', 'DONE', 'COMPENSATED', 'STUCK'];
const PROMISED = [started('confirm order'), done('confirm order')];

describe('an attempt has its last answer', () => {
  test('when its saga has ended', () => {
    expect(STATES.filter((state) => isFinal(attempt({ state })))).toEqual(['DONE', 'COMPENSATED']);
  });

  test('when it was refused before it had a saga', () => {
    expect(isFinal(attempt({ refusals: NO, state: null, ids: null, log: null }))).toBe(true);
    expect(isFinal(attempt({ state: null, ids: null, log: null }))).toBe(false);
  });

  test('when the promise is made, whatever is still to be done; not while it is being made', () => {
    expect(isFinal(attempt({ log: PROMISED }))).toBe(true);
    expect(isFinal(attempt({ log: [started('confirm order')] }))).toBe(false);
    expect(isFinal(attempt({ log: [done('place order')] }))).toBe(false);
  });
});

describe('the answer', () => {
  test('to what cannot be tried is its refusals', () => {
    expect(answer({ refusals: NO, state: null, ids: null, log: null }, true)).toEqual({
      __typename: 'CheckoutRejected',
      attemptId: 'attempt-1',
      replayed: true,
      userErrors: NO,
    });
  });

  test('to what was undone is why; while it is being undone there is no answer yet', () => {
    expect(answer({ state: 'COMPENSATED', sagaRefusals: NO })).toMatchObject({ __typename: 'CheckoutRejected', userErrors: NO });
    expect(answer({ state: 'COMPENSATING', sagaRefusals: NO })).toMatchObject({ __typename: 'CheckoutProcessing' });
  });

  test.each([
    ['all is done', { state: 'DONE' as const }],
    ['the promise is made', { log: PROMISED }],
    ['the promise is made and what follows cannot be done', { state: 'STUCK' as const, log: PROMISED }],
  ])('when %s is the order, with what opens it and nothing else', (_, more) => {
    const completed = answer(more);
    expect(completed).toMatchObject({ __typename: 'CheckoutCompleted', attemptId: 'attempt-1', replayed: false });
    if (completed.__typename !== 'CheckoutCompleted') throw new Error('unreachable');
    expect(completed.order).toMatchObject({ __typename: 'Order', id: orderId });
    expect(isGranted(signer, orderId, completed.order.access)).toBe(true);
    expect(opensOrder(signer, orderId, completed.accessToken)).toBe(true);
    expect(opensOrder(signer, uuidv7(), completed.accessToken)).toBe(false);
  });

  test('while the bank wants a word is how to answer it, and until when: what was said last', () => {
    const log = [waiting('old'), waiting('new'), started('capture payment')];
    expect(answer({ state: 'WAITING', log })).toEqual({
      __typename: 'CheckoutActionRequired',
      attemptId: 'attempt-1',
      replayed: false,
      clientSecret: 'new',
      expiresAt: new Date('2030-01-01'),
    });
  });

  test('once the buyer has answered their bank is that it goes on', () => {
    expect(answer({ state: 'RUNNING', log: [waiting('old')] })).toMatchObject({ __typename: 'CheckoutProcessing' });
    expect(answer({ state: 'WAITING', log: [] })).toMatchObject({ __typename: 'CheckoutProcessing' });
    expect(answer({ state: 'WAITING', log: null })).toMatchObject({ __typename: 'CheckoutProcessing' });
  });

  test('while it is under way names the order as soon as that is placed', () => {
    const processing = { __typename: 'CheckoutProcessing', attemptId: 'attempt-1', replayed: true, pollAfterMs: 500 };
    expect(answer({ log: null }, true)).toEqual({ ...processing, order: null });
    expect(answer({ log: [started('place order')] }, true)).toEqual({ ...processing, order: null });
    expect(answer({ log: [done('quote')] }, true)).toEqual({ ...processing, order: null });
    const placed = answer({ log: [done('quote'), started('place order'), done('place order')] }, true);
    expect(placed).toEqual({ ...processing, order: { __typename: 'Order', id: orderId, access: expect.any(String) } });
  });
});
