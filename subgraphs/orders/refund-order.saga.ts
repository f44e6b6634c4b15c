import { z } from 'zod';
import type { Client } from '../../kit/contract.ts';
import type { Refused } from '../../kit/refusal.ts';
import { saga } from '../../kit/saga.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import type { inventory } from '../inventory/contract.ts';
import type { payments } from '../payments/contract.ts';
import { Units } from './contract.ts';

export const RefundWish = z.object({
  orderId: Id,
  attemptId: Id,
  /** Null: all that is left. */
  amountMinor: z.int().positive().nullable(),
  reason: z.string().nullable(),
  restock: z.boolean(),
  /** Which units come back; null: all that have not. */
  lines: Units.min(1).nullable(),
});
export type RefundWish = z.infer<typeof RefundWish>;

/** What a refund may give back: an amount, and units by variant. */
export type Claim = { amountMinor: number; units: { variantId: string; quantity: number }[] };
type Of = { refundId: string; orderId: string };

export type RefundAsks = {
  /** Counts the amount and the units against the order, or refuses. */
  claim: (wish: RefundWish & { refundId: string }) => Promise<Refused | Claim>;
  /** Gives a claim up; one that comes later is turned away. */
  release: (of: Of) => Promise<unknown>;
  /** Writes down that the money is back, and tells of it. */
  settle: (of: Of & { reason: string | null }) => Promise<unknown>;
  inventory: Pick<Client<typeof inventory>, 'takeBack'>;
  payments: Pick<Client<typeof payments>, 'refundPart'>;
};

/** Gives money back, and units where they come back. The saga's id is the refund's, and its key everywhere. */
export const refundOrder = ({ claim, release, settle, inventory, payments }: RefundAsks) =>
  saga('RefundOrder', { input: RefundWish, ids: [] })
    .step('claim amount', {
      run: ({ input, sagaId }) => claim({ ...input, refundId: sagaId }),
      undo: ({ input, sagaId }) => release({ refundId: sagaId, orderId: input.orderId }),
    })
    .pivot('refund payment', ({ input, sagaId, got }) =>
      payments.refundPart({ orderId: input.orderId, key: sagaId, amountMinor: got['claim amount'].amountMinor, reason: input.reason }),
    )
    .forward('settle refund', ({ input, sagaId }) => settle({ refundId: sagaId, orderId: input.orderId, reason: input.reason }))
    .forward('restock', ({ sagaId, got }) => inventory.takeBack({ key: sagaId, units: got['claim amount'].units }), {
      when: ({ input }) => input.restock,
    });
