import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefused } from '../../kit/refusal.ts';
import { chargeStepOf } from '../../schema/vocabulary/money.ts';
import type { OrderStatus } from './order.ts';
import { amountToRefund } from './refundable.ts';

const paid = (currencyCode: string, totalMinor = 5000, refundedMinor = 0) => ({
  status: 'PAID' as OrderStatus,
  totalMinor,
  refundedMinor,
  currencyCode,
});
const codeOf = (answer: ReturnType<typeof amountToRefund>) => (isRefused(answer) ? answer.refused[0]!.code : answer);

test('what is wished for, else all that is left', () => {
  expect(amountToRefund(paid('EUR'), 1999)).toBe(1999);
  expect(amountToRefund(paid('EUR', 5000, 1000), null)).toBe(4000);
  expect(codeOf(amountToRefund(paid('EUR', 5000, 1000), 4001))).toBe('REFUND_EXCEEDS_PAYMENT');
  expect(codeOf(amountToRefund(paid('EUR', 5000, 5000), null))).toBe('NOTHING_TO_REFUND');
  expect(codeOf(amountToRefund({ ...paid('EUR'), status: 'CANCELLED' as const }, 1))).toBe('NOT_REFUNDABLE');
});

// https://docs.stripe.com/currencies#three-decimal
test('a third decimal is 0, as it was when it was charged', () => {
  expect(amountToRefund(paid('KWD'), 1230)).toBe(1230);
  expect(codeOf(amountToRefund(paid('KWD'), 1234))).toBe('INVALID_AMOUNT');
});

test('refunds one after another never come to more than was paid, and each can be charged', () => {
  const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
  const wishes = fc.array(fc.option(fc.integer({ min: 1, max: 3000 })), { maxLength: 8 });
  fc.assert(
    fc.property(currency, fc.integer({ min: 1, max: 500 }), wishes, (currencyCode, steps, wished) => {
      const order = paid(currencyCode, steps * chargeStepOf(currencyCode));
      for (const wish of wished) {
        const amount = amountToRefund(order, wish);
        if (isRefused(amount)) continue;
        expect(amount % chargeStepOf(currencyCode)).toBe(0);
        order.refundedMinor += amount;
      }
      expect(order.refundedMinor).toBeLessThanOrEqual(order.totalMinor);
    }),
  );
});
