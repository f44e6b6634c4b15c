import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Data, Shopper } from './shopper.ts';

const SHIPPED = 'shipment { id status lines { sku quantity } trackingNumber } order { status } userErrors { code message }';

/** What a merchant's tools do with orders. */
export const merchant = ({ manage }: Shopper) => {
  const step = async (name: string, id: string): Promise<Data> =>
    (await manage(`mutation($id: ID!) { ${name}(shipmentId: $id) { ${SHIPPED} } }`, { id }))[name];
  const send = async (input: object): Promise<Data> => {
    const { shipmentCreate } = await manage(`mutation($i: ShipmentInput!) { shipmentCreate(input: $i) { ${SHIPPED} } }`, {
      i: { idempotencyKey: randomUUID(), ...input },
    });
    expect(shipmentCreate.userErrors).toEqual([]);
    const { id } = shipmentCreate.shipment;
    await step('shipmentPick', id);
    await step('shipmentPack', id);
    const i = { shipmentId: id, carrier: 'DHL', trackingNumber: `T-${id}`, trackingUrl: 'https://track.example.com/1' };
    return (await manage(`mutation($i: ShipInput!) { shipmentShip(input: $i) { ${SHIPPED} } }`, { i })).shipmentShip;
  };
  const refund = async (orderId: string, over: object = {}): Promise<Data> =>
    (
      await manage(
        `mutation($i: RefundInput!) { refundCreate(input: $i) {
          order { status payment { status refunded { amountMinor } } timeline { type } } userErrors { code } } }`,
        { i: { idempotencyKey: randomUUID(), orderId, ...over } },
      )
    ).refundCreate;
  return { step, send, refund };
};
