import type { Invariant } from '../invariant.ts';

/** Between the word of orders and its being written down in fulfillment, and between the end of an order and that of its shipments, lie moments. */
export const shipmentsFollowParcels: Invariant = {
  id: 'shipments-follow-parcels',
  when: 'quiescent',
  promise: 'A shipment has left exactly if orders has let it go, with the same units; none lives on in an order that has ended.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM orders.parcels) + (SELECT count(*) FROM fulfillment.shipments) AS rows`,
  offenders: ({ sql }) => sql`
    WITH packed AS (
      SELECT shipment_id, jsonb_object_agg(order_line_id, quantity) AS units FROM fulfillment.shipment_lines GROUP BY 1
    ), sent AS (
      SELECT p.shipment_id, p.sent_at, p.delivered_at,
        (SELECT jsonb_object_agg(line->>'orderLineId', (line->>'quantity')::int) FROM jsonb_array_elements(p.lines) AS line) AS units
      FROM orders.parcels p
    )
    SELECT 'shipment ' || coalesce(s.id, sent.shipment_id) AS subject, coalesce(sent.sent_at, s.updated_at) AS since,
      format('%s with %s; orders has let %s go%s', coalesce(s.status, 'not there'), coalesce(packed.units, '{}'),
        coalesce(sent.units::text, 'nothing of it'), CASE WHEN sent.delivered_at IS NOT NULL THEN ', and knows that it has arrived' ELSE '' END) AS detail
    FROM fulfillment.shipments s LEFT JOIN packed ON packed.shipment_id = s.id FULL JOIN sent ON sent.shipment_id = s.id
    WHERE (CASE WHEN s.status IN ('SHIPPED', 'DELIVERED')
        THEN sent.shipment_id IS NULL OR sent.units IS DISTINCT FROM packed.units OR (sent.delivered_at IS NULL) <> (s.status = 'SHIPPED')
        ELSE sent.shipment_id IS NOT NULL END)
      AND greatest(sent.sent_at, sent.delivered_at, s.updated_at) < now() - interval '30 seconds'
    UNION ALL
    SELECT 'shipment ' || s.id, o.updated_at, format('%s, but its order is %s', s.status, coalesce(o.status, 'not there'))
    FROM fulfillment.shipments s LEFT JOIN orders.orders o ON o.id = s.order_id
    WHERE s.status IN ('PENDING', 'PICKED', 'PACKED') AND (o.id IS NULL OR o.status NOT IN ('PAID', 'FULFILLING'))
      AND greatest(o.updated_at, s.updated_at) < now() - interval '30 seconds'`,
};
