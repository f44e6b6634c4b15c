import { refuse } from '../../kit/refusal.ts';
import { sagaFixtures } from '../../kit/testing/saga-fixtures.ts';
import { sagaLaws } from '../../kit/testing/saga-laws.ts';
import { type RefundAsks, refundOrder } from './refund-order.saga.ts';

/** A paid order in memory: what is claimed of it counts once however often it is asked for, and a claim given up stays given up. */
function paidOrder() {
  const world = { claimed: 0, refunded: 0, told: 0, restocked: 0 };
  let ended = false;
  const then = (change: Partial<typeof world>) => {
    Object.assign(world, change);
    return {};
  };
  const asks = {
    claim: async () => {
      if (ended) return refuse('REFUND_ENDED', 'This refund has ended.');
      then({ claimed: 500 });
      return { amountMinor: 500, units: [{ variantId: 'v', quantity: 2 }] };
    },
    release: async () => {
      ended = true;
      return then({ claimed: 0 });
    },
    settle: async () => then({ told: 1 }),
    payments: { refundPart: async () => ({ ...then({ refunded: 500 }), refundedMinor: 500 }) },
    inventory: { takeBack: async () => then({ restocked: 2 }) },
  } as unknown as RefundAsks;
  const input = { orderId: 'o', attemptId: 'a', amountMinor: 500, reason: null, restock: true, lines: null };
  return { saga: refundOrder(asks), input, look: () => ({ ...world }) };
}

sagaLaws('RefundOrder', paidOrder(), paidOrder);
sagaFixtures(new URL('./testing/sagas/', import.meta.url), 'RefundOrder', paidOrder);
