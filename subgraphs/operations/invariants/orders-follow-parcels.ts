import type { Invariant } from '../invariant.ts';

/** All of it is written by orders alone, in one transaction each: it holds in every snapshot. */
export const ordersFollowParcels: Invariant = {
  id: 'orders-follow-parcels',
  when: 'always',
  promise:
    'No parcel has left for an order that is not paid or was cancelled; an order is SHIPPED when all of it has left, DELIVERED when all has arrived.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM orders.parcels) + (SELECT count(*) FROM orders.orders) AS rows`,
  offenders: ({ sql }) => sql`
    WITH sent AS (
      SELECT order_id, count(*) AS parcels, count(*) FILTER (WHERE delivered_at IS NULL) AS under_way, max(sent_at) AS since
      FROM orders.parcels GROUP BY 1
    ), units AS (
      SELECT (line->>'orderLineId')::uuid AS id, sum((line->>'quantity')::int) AS units
      FROM orders.parcels p, jsonb_array_elements(p.lines) AS line GROUP BY 1
    ), lines AS (
      SELECT l.order_id, bool_or(l.shipped + l.withdrawn < l.quantity) AS stays, bool_or(l.shipped <> coalesce(units.units, 0)) AS miscounted
      FROM orders.order_lines l LEFT JOIN units ON units.id = l.id GROUP BY 1
    )
    SELECT 'order ' || coalesce(o.id, sent.order_id) AS subject, coalesce(sent.since, o.updated_at) AS since,
      format('%s with %s parcels, %s of them under way%s%s', coalesce(o.status, 'not there'), coalesce(parcels, 0), coalesce(under_way, 0),
        CASE WHEN stays THEN ', and units that have not left' ELSE '' END,
        CASE WHEN miscounted THEN '; its lines count other units than its parcels have' ELSE '' END) AS detail
    FROM orders.orders o FULL JOIN sent ON sent.order_id = o.id LEFT JOIN lines ON lines.order_id = o.id
    WHERE miscounted OR o.id IS NULL OR CASE o.status
      WHEN 'FULFILLING' THEN parcels > 0 AND NOT stays
      WHEN 'SHIPPED' THEN parcels IS NULL OR stays OR under_way = 0
      WHEN 'DELIVERED' THEN parcels IS NULL OR stays OR under_way > 0
      WHEN 'REFUNDED' THEN false
      ELSE parcels > 0 END`,
};
