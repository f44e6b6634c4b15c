import { groupBy } from '../../../kit/group.ts';
import { isKept } from '../fragments.ts';
import type { Invariant } from '../invariant.ts';

export const singleCharge: Invariant = {
  id: 'single-charge',
  when: 'always',
  promise: 'The provider keeps at most one charge for an order.',
  needsProvider: true,
  count: async ({ charges }) => [{ rows: charges.length }],
  offenders: async ({ charges }) =>
    [
      ...groupBy(
        charges.filter((charge) => charge.orderId && isKept(charge)),
        (charge) => charge.orderId,
      ),
    ]
      .filter(([, kept]) => kept.length > 1)
      .map(([orderId, kept]) => ({
        subject: `order ${orderId}`,
        detail: `${kept.length} charges kept: ${kept.map((charge) => charge.intentId).join(', ')}`,
        since: null,
      })),
};
