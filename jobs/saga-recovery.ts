import type { Client } from '../kit/contract.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';
import type { orders } from '../subgraphs/orders/contract.ts';

const AT_ONCE = 32;

/** Carries on what dead processes have left, and attempts that were woken. */
export const recoverSagas = (ask: { checkout: Client<typeof checkout>; orders: Client<typeof orders> }) => async (): Promise<void> => {
  await Promise.all([ask.checkout.recoverSagas({ limit: AT_ONCE }), ask.orders.recoverSagas({ limit: AT_ONCE })]);
};
