import { pino } from 'pino';
import { expect, test } from 'vitest';
import { forgetErasedCustomers } from './erased-customers.ts';

test('asks both again and again; one that cannot be asked does not end it', async () => {
  const asked = { orders: 0, checkout: 0 };
  const ask = {
    orders: {
      forgetBuyers: async () => {
        if (++asked.orders === 1) throw new Error('away');
        return { forgotten: 0 };
      },
    },
    checkout: { forgetBuyers: async () => ({ forgotten: ++asked.checkout }) },
  };
  const { stop } = forgetErasedCustomers(ask, pino({ level: 'silent' }), 5);
  await expect.poll(() => Math.min(asked.orders, asked.checkout)).toBeGreaterThan(2);
  stop();
});
