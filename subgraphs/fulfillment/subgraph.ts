import { defineSubgraph } from '../../kit/subgraph.ts';
import { orders } from '../orders/contract.ts';
import { cancelShipment } from './commands/cancel-shipment.ts';
import { shipmentCreator } from './commands/create-shipment.ts';
import { deliverer } from './commands/deliver-shipment.ts';
import { holder, releaseOrder } from './commands/hold-order.ts';
import { shipmentPreparer } from './commands/prepare-shipment.ts';
import { shipper } from './commands/ship-shipment.ts';
import { fulfillment } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { stopOrders, stopRefunded } from './reactions/order-ended.ts';
import { workOnOrders } from './reactions/order-placed.ts';
import { catchUpWithParcels } from './reactions/parcel-sent.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';

export default defineSubgraph({
  contract: fulfillment,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { orders },
  connections: 2,
  settings: () => ({}),
  build: ({ db: { sql }, use, signer }) => {
    const loaders = createLoaders(sql);
    return {
      commands: {},
      resolvers: resolvers(signer, {
        create: shipmentCreator(sql, use.orders),
        prepare: shipmentPreparer(sql, use.orders),
        ship: shipper(sql, use.orders),
        deliver: deliverer(sql, use.orders),
        cancel: (shipmentId) => cancelShipment(sql, shipmentId),
        hold: holder(sql, use.orders),
        release: (orderId) => releaseOrder(sql, orderId),
      }),
      perRequest: () => ({ loaders }),
      reactions: {
        'orders.OrderPlaced': workOnOrders,
        'orders.OrderCancelled': stopOrders,
        'orders.OrderRefunded': stopRefunded,
        'orders.ParcelSent': catchUpWithParcels,
      },
    };
  },
});
