import { createSagas } from '../../kit/sagas.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { inventory } from '../inventory/contract.ts';
import { payments } from '../payments/contract.ts';
import { cancelOrder } from './cancel-order.saga.ts';
import { canceller } from './commands/cancel-order.ts';
import { cancelPaidOrder } from './commands/cancel-paid-order.ts';
import { orderConfirmer } from './commands/confirm-order.ts';
import { failOrder } from './commands/fail-order.ts';
import { orderPlacer } from './commands/place-order.ts';
import { applyRepairs, planRepairs } from './commands/saga-repairs.ts';
import { stillWanted } from './commands/still-wanted.ts';
import { orders } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';

export default defineSubgraph({
  contract: orders,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { inventory, payments },
  connections: 3,
  settings: ({ crashAt }) => ({ crashAt }),
  build: ({ db: { sql }, use, settings, log, signer }) => {
    const loaders = createLoaders(sql);
    const cancelSaga = cancelOrder({ ...use, cancel: (input) => cancelPaidOrder(sql, input) });
    const sagas = createSagas(sql, [cancelSaga], log, settings);
    return {
      commands: {
        place: orderPlacer(sql),
        fail: (input) => failOrder(sql, input),
        confirm: orderConfirmer(sql),
        stillWanted: (input) => stillWanted(sql, input),
        recoverSagas: async ({ limit }) => ({ recovered: await sagas.recover(limit) }),
        planRepairs: () => planRepairs(sql),
        applyRepairs: ({ repairs }) => applyRepairs(sql, sagas, repairs),
      },
      resolvers: resolvers(sql, signer, canceller(sql, sagas, cancelSaga)),
      perRequest: () => ({ loaders }),
      close: () => sagas.drain(),
    };
  },
});
