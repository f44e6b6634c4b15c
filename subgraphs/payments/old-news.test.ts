import { expect, test } from 'vitest';
import { isOldNews } from './old-news.ts';

test('only what our row says already is old news', () => {
  expect(isOldNews('payment_intent.succeeded', 'CAPTURED')).toBe(true);
  expect(isOldNews('payment_intent.amount_capturable_updated', 'REFUNDED')).toBe(true);
  expect(isOldNews('payment_intent.succeeded', 'AUTHORIZED')).toBe(false);
  expect(isOldNews('payment_intent.succeeded', 'VOIDED')).toBe(false);
  expect(isOldNews('payment_intent.amount_capturable_updated', 'REQUIRES_ACTION')).toBe(false);
  for (const type of ['payment_intent.canceled', 'payment_intent.payment_failed', 'charge.refunded', 'charge.dispute.created']) {
    expect(isOldNews(type, 'CAPTURED')).toBe(false);
  }
});
