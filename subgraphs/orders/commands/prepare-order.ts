import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { next } from '../order.ts';
import { isTold, lockOrder, moveOrder } from './order-rows.ts';

export const notShippable = () =>
  refuse('ORDER_NOT_SHIPPABLE', 'Nothing of this order can be shipped: it is not paid, or it has ended.', ['orderId']);

const MESSAGE = { picked: 'The order is being prepared.', packed: 'A parcel was packed.' };

type Preparation = { orderId: string; shipmentId: string; step: keyof typeof MESSAGE };

/** A parcel is picked or packed, and the timeline says so once for each parcel. */
export const prepareOrder = (sql: Sql, { orderId, shipmentId, step }: Preparation): Promise<Refused | Record<never, never>> =>
  transaction(sql, async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) return notShippable();
    const about = `${step} ${shipmentId}`;
    if (await isTold(tx, orderId, about)) return {};
    const to = next(order.status, 'prepare');
    if (!to) return notShippable();
    await moveOrder(tx, order, to === 'same' ? order.status : to, { type: step, message: MESSAGE[step], about });
    return {};
  });
