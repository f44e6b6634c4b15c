import type { Client } from '../kit/contract.ts';
import type { Log } from '../kit/log.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';
import type { orders } from '../subgraphs/orders/contract.ts';

const EVERY_MS = 60_000;
type Asks = { orders: Pick<Client<typeof orders>, 'forgetBuyers'>; checkout: Pick<Client<typeof checkout>, 'forgetBuyers'> };

/**
 * Takes erased customers out of what was under way when they went and has ended since. It may be done twice at a time, and a
 * minute sooner or later matters to nobody, so it hangs on no queue.
 */
export function forgetErasedCustomers(ask: Asks, log: Log, everyMs = EVERY_MS) {
  const timer = setInterval(() => {
    Promise.all([ask.orders.forgetBuyers({}), ask.checkout.forgetBuyers({})]).catch((err: unknown) =>
      log.warn({ err }, 'erased customers could not be looked for, and will be later'),
    );
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
