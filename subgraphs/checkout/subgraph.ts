import { createSagas } from '../../kit/sagas.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { mendEach } from '../../schema/vocabulary/repair.ts';
import { cart } from '../cart/contract.ts';
import { catalog } from '../catalog/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { orders } from '../orders/contract.ts';
import { payments } from '../payments/contract.ts';
import { beginCheckout } from './commands/begin-checkout.ts';
import { checkoutCommand } from './commands/checkout.ts';
import { mendHold, planHolds } from './commands/hold-repairs.ts';
import { quotePurchase } from './commands/quote-purchase.ts';
import { mendSaga, planSagas } from './commands/saga-repairs.ts';
import { checkout } from './contract.ts';
import { DEFAULT_DELIVERY, DeliveryOptions } from './delivery.ts';
import { placeOrder } from './place-order.saga.ts';
import { wakeAttempts } from './reactions/wake-attempts.ts';
import { resolvers } from './resolvers.ts';

/** Stock that an attempt has pinned is safe beyond the time of its hold: the provider is given a minute at least. */
const LEAST_ATTEMPT_S = 60;

export default defineSubgraph({
  contract: checkout,
  schema: new URL('./schema.graphql', import.meta.url),
  uses: { catalog, inventory, cart, orders, payments },
  connections: 4,
  settings: (config) => ({
    holdSeconds: Math.round(config.holdMinutes * 60),
    crashAt: config.crashAt,
    delivery: config.deliveryOptions ? DeliveryOptions.parse(config.deliveryOptions) : DEFAULT_DELIVERY,
  }),
  build: ({ db: { sql }, use, settings, log, signer }) => {
    const table = placeOrder({ ...use, holdSeconds: settings.holdSeconds, quote: quotePurchase(sql, use, settings.delivery) });
    const sagas = createSagas(sql, [table], log, settings);
    const buying = checkoutCommand({ sql, sagas, table, signer, log, attemptSeconds: Math.max(settings.holdSeconds, LEAST_ATTEMPT_S) });
    return {
      commands: {
        recoverSagas: async ({ limit }) => ({ recovered: await sagas.recover(limit) }),
        planRepairs: async () => ({ repairs: [...(await planSagas(sql)), ...(await planHolds(sql, use.inventory))] }),
        applyRepairs: ({ repairs }) =>
          mendEach(repairs, {
            saga: (repair) => mendSaga(sql, sagas, repair),
            hold: (repair) => mendHold(sql, use.inventory, repair),
          }),
      },
      resolvers: resolvers(beginCheckout(sql, use, settings), buying),
      reactions: { 'payments.PaymentChanged': wakeAttempts(sagas), 'orders.CancellationRequested': wakeAttempts(sagas) },
      close: () => sagas.drain(),
    };
  },
});
