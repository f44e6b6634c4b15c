import { sagaFixtures } from '../../kit/testing/saga-fixtures.ts';
import { sagaLaws } from '../../kit/testing/saga-laws.ts';
import { type Asks, cancelOrder } from './cancel-order.saga.ts';

/** A paid order in memory, whose money and units go back once however often they are sent. */
function paidOrder() {
  const world = { order: 'PAID', refunded: 0, returned: 0 };
  const then = (change: Partial<typeof world>) => {
    Object.assign(world, change);
    return {};
  };
  const asks = {
    cancel: async () => then({ order: 'CANCELLED' }),
    payments: { refundOrder: async () => ({ ...then({ refunded: 1490 }), refundedMinor: 1490 }) },
    inventory: { giveBack: async () => then({ returned: 2 }) },
  } as unknown as Asks;
  return { saga: cancelOrder(asks), input: { orderId: 'o', attemptId: 'a', reason: null }, look: () => ({ ...world }) };
}

sagaLaws('CancelOrder', paidOrder(), paidOrder);
sagaFixtures(new URL('./testing/sagas/', import.meta.url), 'CancelOrder', paidOrder);
