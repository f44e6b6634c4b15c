import type { Fault } from './fault.ts';
import { idOf } from './purchases.ts';

const order = (n: number) => `'${idOf('order', n)}'`;
const line = (n: number) => `'${idOf('line', n)}'`;
const shipment = (n: number) => `'${idOf('shipment', n)}'`;
const refund = (n: number) => `'${idOf('refund', n)}'`;

/** A shipment that has come along this path, of an order and for nothing of it. */
const shipped = (n: number, of: number, path: string[], age = '1 minute') => `
  INSERT INTO fulfillment.shipments (id, order_id, status, carrier, tracking_number, shipped_at, updated_at)
    VALUES (${shipment(n)}, ${order(of)}, '${path.at(-1)}', 'DHL', '1', now(), now() - interval '${age}');
  INSERT INTO fulfillment.shipment_transitions (shipment_id, seq, from_status, to_status)
    VALUES ${path.map((to, i) => `(${shipment(n)}, ${i + 1}, ${path[i - 1] ? `'${path[i - 1]}'` : 'NULL'}, '${to}')`).join(', ')};`;

/** What can go wrong with what leaves the house, and with what comes back. */
export const parcels: Record<string, Fault[]> = {
  'orders-follow-parcels': [
    {
      name: 'a parcel leaves for a cancelled order',
      sql: `INSERT INTO orders.parcels (shipment_id, order_id, lines, carrier, tracking_number) VALUES (${shipment(3)}, ${order(3)}, '[]', 'DHL', '1')`,
    },
    {
      name: 'an order is delivered while a parcel is under way',
      sql: `UPDATE orders.parcels SET delivered_at = NULL, sent_at = now() WHERE shipment_id = ${shipment(2)}`,
    },
    { name: 'a unit counts as shipped that has not left', sql: `UPDATE orders.order_lines SET shipped = 1 WHERE id = ${line(10)}` },
    {
      name: 'an order is delivered and a unit stays behind',
      sql: `UPDATE orders.order_lines SET quantity = 3, line_total_minor = 3000 WHERE id = ${line(20)};
      UPDATE orders.orders SET subtotal_minor = 3500, delivery_minor = -510 WHERE id = ${order(2)};
      INSERT INTO inventory.reservation_lines SELECT reservation_id, variant_id, 1 - shard, 1 FROM inventory.reservation_lines
        WHERE reservation_id = '${idOf('reservation', 2)}' AND variant_id = '${idOf('variant', 1)}';
      UPDATE inventory.stock SET sold = sold + 1, available = available - 1 WHERE variant_id = '${idOf('variant', 1)}' AND shard = 1`,
    },
  ],
  'shipped-units': [
    {
      name: 'a unit is allocated to no shipment',
      sql: `UPDATE fulfillment.work_lines SET allocated = allocated + 1 WHERE order_line_id = ${line(20)}`,
    },
    {
      name: 'a unit is in two shipments',
      sql: `${shipped(22, 2, ['PENDING'], '0 s')}
      INSERT INTO fulfillment.shipment_lines (shipment_id, order_line_id, quantity) VALUES (${shipment(22)}, ${line(20)}, 1);
      UPDATE fulfillment.work_lines SET allocated = allocated + 1 WHERE order_line_id = ${line(20)}`,
    },
  ],
  'shipments-follow-parcels': [
    {
      name: 'a shipment has left and nobody let it go',
      sql: shipped(21, 1, ['PENDING', 'PICKED', 'PACKED', 'SHIPPED']),
    },
    { name: 'a shipment lives on in a cancelled order', sql: shipped(23, 3, ['PENDING']) },
    {
      name: 'a parcel was let go and its shipment does not know',
      sql: `UPDATE fulfillment.shipments SET status = 'PACKED' WHERE id = ${shipment(2)};
      DELETE FROM fulfillment.shipment_transitions WHERE shipment_id = ${shipment(2)} AND seq > 3`,
    },
  ],
  'shipment-history': [
    { name: 'a step is lost', sql: `DELETE FROM fulfillment.shipment_transitions WHERE shipment_id = ${shipment(2)} AND seq = 2` },
    {
      name: 'a shipment has no history',
      sql: `INSERT INTO fulfillment.shipments (id, order_id, status) VALUES (${shipment(21)}, ${order(1)}, 'PENDING')`,
    },
  ],
  'refund-books': [
    {
      name: 'payments has given back another amount',
      sql: `UPDATE orders.refunds SET amount_minor = 400 WHERE id = ${refund(2)};
      UPDATE orders.orders SET refunded_minor = 400 WHERE id = ${order(2)}`,
    },
    {
      name: 'payments has given back what nobody has asked for',
      sql: `DELETE FROM orders.refunds WHERE id = ${refund(12)}; UPDATE orders.orders SET refunded_minor = 0 WHERE id = ${order(12)}`,
    },
    { name: 'a refund is claimed and goes no further', sql: `UPDATE orders.refunds SET state = 'CLAIMED' WHERE id = ${refund(12)}` },
    { name: 'an order counts a refund too many', sql: `UPDATE orders.orders SET refunded_minor = 1 WHERE id = ${order(1)}` },
  ],
  'returned-units': [
    { name: 'units never come back', sql: `UPDATE inventory.movements SET key = 'elsewhere' WHERE key LIKE 'returned\\_%'` },
    {
      name: 'a unit comes back twice',
      sql: `UPDATE inventory.movements SET delta = 2 WHERE key LIKE 'returned\\_%';
      UPDATE inventory.stock SET available = available + 1 WHERE variant_id = '${idOf('variant', 2)}' AND shard = 0`,
    },
    { name: 'an order counts a returned unit too many', sql: `UPDATE orders.order_lines SET restocked = 1 WHERE id = ${line(10)}` },
  ],
};
