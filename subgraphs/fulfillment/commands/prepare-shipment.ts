import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import type { orders } from '../../orders/contract.ts';
import { next } from '../shipment.ts';
import { findShipment, lockShipment, moveShipment, shipmentNotFound, wrongStatus } from './shipment-rows.ts';
import { heldBack, lockWork } from './work-rows.ts';

const STEP = { pick: 'picked', pack: 'packed' } as const;

/** Picks or packs. Orders is asked first, so that nobody fetches goods for an order that has ended; the shipment follows. Repeatable. */
export const shipmentPreparer =
  (sql: Sql, ask: Pick<Client<typeof orders>, 'prepare'>) =>
  async (event: keyof typeof STEP, shipmentId: string): Promise<Refused | Record<never, never>> => {
    const shipment = await findShipment(sql, shipmentId);
    if (!shipment) return shipmentNotFound();
    const { orderId } = shipment;
    const check = await prepared(sql, event, { id: shipmentId, orderId }, false);
    if (check !== 'go on') return check;
    const answer = await ask.prepare({ orderId, shipmentId, step: STEP[event] });
    if (isRefused(answer)) return answer;
    const done = await prepared(sql, event, { id: shipmentId, orderId }, true);
    return done === 'go on' ? {} : done;
  };

/** Looks whether the step may be done, and with `write` does it; `go on` where there is something to do, or was. */
const prepared = (sql: Sql, event: keyof typeof STEP, of: { id: string; orderId: string }, write: boolean) =>
  transaction(sql, async (tx): Promise<Refused | Record<never, never> | 'go on'> => {
    const work = await lockWork(tx, of.orderId);
    const shipment = await lockShipment(tx, of.id);
    if (!work || !shipment) return shipmentNotFound();
    const to = next(shipment.status, event);
    if (to === null) return wrongStatus(shipment, STEP[event]);
    if (to === 'same') return {};
    const held = heldBack(work);
    if (held) return held;
    if (write) await moveShipment(tx, shipment, to);
    return 'go on';
  });
