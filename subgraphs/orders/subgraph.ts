import { createSagas } from '../../kit/sagas.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { inventory } from '../inventory/contract.ts';
import { payments } from '../payments/contract.ts';
import { cancelOrder } from './cancel-order.saga.ts';
import { canceller } from './commands/cancel-order.ts';
import { cancelPaidOrder } from './commands/cancel-paid-order.ts';
import { claimRefund } from './commands/claim-refund.ts';
import { orderConfirmer } from './commands/confirm-order.ts';
import { deliverParcel } from './commands/deliver-parcel.ts';
import { linesToShip } from './commands/lines-to-ship.ts';
import { exportCustomer, ordersOf } from './commands/export-customer.ts';
import { failOrder } from './commands/fail-order.ts';
import { forgetAllBuyers } from './commands/forget-buyers.ts';
import { orderPlacer } from './commands/place-order.ts';
import { prepareOrder } from './commands/prepare-order.ts';
import { refunder } from './commands/refund-order.ts';
import { releaseRefund } from './commands/release-refund.ts';
import { applyRepairs, planRepairs } from './commands/saga-repairs.ts';
import { sendParcel } from './commands/send-parcel.ts';
import { settleRefund } from './commands/settle-refund.ts';
import { stillWanted } from './commands/still-wanted.ts';
import { summary } from './commands/summary.ts';
import { orders } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { parcelsArrived } from './reactions/shipment-delivered.ts';
import { refundOrder } from './refund-order.saga.ts';
import { customerErased } from './reactions/customer-erased.ts';
import { emailVerified } from './reactions/email-verified.ts';
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
    const refundSaga = refundOrder({
      ...use,
      claim: (wish) => claimRefund(sql, wish),
      release: (of) => releaseRefund(sql, of),
      settle: (of) => settleRefund(sql, of),
    });
    const sagas = createSagas(sql, [cancelSaga, refundSaga], log, settings);
    return {
      commands: {
        place: orderPlacer(sql),
        fail: (input) => failOrder(sql, input),
        confirm: orderConfirmer(sql),
        stillWanted: (input) => stillWanted(sql, input),
        linesToShip: (input) => linesToShip(sql, input),
        prepare: (input) => prepareOrder(sql, input),
        sendParcel: (input) => sendParcel(sql, input),
        deliverParcel: (input) => deliverParcel(sql, input),
        summary: (input) => summary(sql, input),
        recoverSagas: async ({ limit }) => ({ recovered: await sagas.recover(limit) }),
        exportCustomer: (input) => exportCustomer(sql, loaders, input),
        ordersOf: (input) => ordersOf(sql, input),
        forgetBuyers: () => forgetAllBuyers(sql),
        planRepairs: () => planRepairs(sql),
        applyRepairs: ({ repairs }) => applyRepairs(sql, sagas, repairs),
      },
      resolvers: resolvers(sql, signer, { cancel: canceller(sql, sagas, cancelSaga), refund: refunder(sql, sagas, refundSaga) }),
      perRequest: () => ({ loaders }),
      reactions: {
        'fulfillment.ShipmentDelivered': parcelsArrived,
        'accounts.EmailVerified': emailVerified,
        'accounts.CustomerErased': customerErased,
      },
      samples: () => sagas.samples(),
      close: () => sagas.drain(),
    };
  },
});
