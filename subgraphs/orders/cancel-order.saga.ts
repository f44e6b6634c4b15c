import { z } from 'zod';
import type { Client } from '../../kit/contract.ts';
import { saga } from '../../kit/saga.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import type { inventory } from '../inventory/contract.ts';
import type { payments } from '../payments/contract.ts';

const Cancellation = z.object({ orderId: Id, attemptId: Id, reason: z.string().nullable() });

export type Asks = {
  /** Ends a PAID order; refuses NOT_CANCELLABLE once it ships. */
  cancel: (input: { orderId: string; reason: string | null }) => Promise<unknown>;
  inventory: Client<typeof inventory>;
  payments: Client<typeof payments>;
};

/** Takes a paid order back. The order ends first: whoever wins that race, money and stock follow. */
export const cancelOrder = ({ cancel, payments, inventory }: Asks) =>
  saga('CancelOrder', { input: Cancellation, ids: [] })
    .pivot('cancel order', ({ input }) => cancel(input))
    .forward('refund payment', ({ input, sagaId }) =>
      payments.refundOrder({ orderId: input.orderId, key: `cancel_${sagaId}`, reason: input.reason }),
    )
    .forward('return stock', ({ input }) => inventory.giveBack({ attemptId: input.attemptId }));
