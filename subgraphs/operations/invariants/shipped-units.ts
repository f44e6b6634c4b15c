import type { Invariant } from '../invariant.ts';

export const shippedUnits: Invariant = {
  id: 'shipped-units',
  when: 'always',
  promise: 'What is allocated of a line is what its living shipments have of it, and no more than was bought.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM fulfillment.work_lines) + (SELECT count(*) FROM fulfillment.shipment_lines) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT coalesce('order ' || w.order_id, 'order line ' || order_line_id) AS subject, taken.since,
      format('%s of %s are bought, %s are allocated, %s are in shipments', coalesce(w.quantity, 0), coalesce(w.sku, 'a line that is not known'),
        coalesce(w.allocated, 0), coalesce(taken.units, 0)) AS detail
    FROM (
      SELECT l.order_line_id, sum(l.quantity) AS units, max(s.updated_at) AS since
      FROM fulfillment.shipment_lines l JOIN fulfillment.shipments s ON s.id = l.shipment_id WHERE s.status <> 'CANCELLED' GROUP BY 1
    ) AS taken FULL JOIN fulfillment.work_lines w USING (order_line_id)
    WHERE coalesce(w.allocated, 0) <> coalesce(taken.units, 0) OR coalesce(w.quantity, 0) < coalesce(taken.units, 0)`,
};
