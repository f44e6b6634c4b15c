import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import type { orders } from '../../orders/contract.ts';
import { fulfillment } from '../contract.ts';
import { next } from '../shipment.ts';
import { findShipment, lockShipment, moveShipment, shipmentNotFound, wrongStatus } from './shipment-rows.ts';

/** A parcel has arrived. Orders is told at once, and by the event should that be lost. Repeatable. */
export const deliverer =
  (sql: Sql, ask: Pick<Client<typeof orders>, 'deliverParcel'>) =>
  async (shipmentId: string): Promise<Refused | Record<never, never>> => {
    const arrived = await transaction(sql, async (tx) => {
      const shipment = await lockShipment(tx, shipmentId);
      if (!shipment) return shipmentNotFound();
      const to = next(shipment.status, 'deliver');
      if (to === null) return wrongStatus(shipment, 'delivered');
      if (to === 'same') return {};
      await moveShipment(tx, shipment, to);
      const { orderId, version } = shipment;
      await emit(tx, [eventOf(fulfillment, 'ShipmentDelivered', { id: shipmentId, version: version + 1 }, { shipmentId, orderId })]);
      return {};
    });
    if (isRefused(arrived)) return arrived;
    const shipment = await findShipment(sql, shipmentId);
    return ask.deliverParcel({ shipmentId, orderId: shipment!.orderId });
  };
