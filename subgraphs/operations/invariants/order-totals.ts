import type { Invariant } from '../invariant.ts';

export const orderTotals: Invariant = {
  id: 'order-totals',
  when: 'always',
  promise:
    'Line = quantity x price, subtotal = sum of the lines, total = subtotal + delivery + tax - discount, and never negative; tax by rate, and by line and delivery, sum to the same.',
  count: ({ sql }) => sql`SELECT (SELECT count(*) FROM orders.orders) + (SELECT count(*) FROM orders.order_lines) AS rows`,
  offenders: ({ sql }) => sql`
    SELECT 'order ' || order_id AS subject, NULL::timestamptz AS since,
      format('line %s: %s x %s is not %s', position, quantity, unit_price_minor, line_total_minor) AS detail
    FROM orders.order_lines WHERE line_total_minor <> quantity * unit_price_minor OR quantity < 1
    UNION ALL
    SELECT 'order ' || o.id, o.created_at, format('subtotal %s, but its lines sum to %s', o.subtotal_minor, coalesce(lines.sum, 0))
    FROM orders.orders o LEFT JOIN (SELECT order_id, sum(line_total_minor) FROM orders.order_lines
      GROUP BY 1) AS lines ON lines.order_id = o.id
    WHERE o.subtotal_minor IS DISTINCT FROM lines.sum
    UNION ALL
    SELECT 'order ' || id, created_at, format('%s + %s delivery + %s tax - %s discount is not %s', subtotal_minor, delivery_minor,
      tax_minor, discount_minor, total_minor)
    FROM orders.orders WHERE total_minor <> subtotal_minor + delivery_minor + tax_minor - discount_minor OR total_minor < 0
    UNION ALL
    SELECT 'order ' || id, created_at, format('tax %s: %s by rate, %s by line and delivery', tax_minor, by_rate, by_part)
    FROM orders.orders, LATERAL (SELECT sum((rate ->> 'taxMinor')::bigint) AS by_rate FROM jsonb_array_elements(taxes -> 'rates') rate) r,
      LATERAL (SELECT coalesce(sum((line ->> 'taxMinor')::bigint), 0) + (taxes ->> 'deliveryTaxMinor')::bigint AS by_part
        FROM jsonb_array_elements(taxes -> 'lines') line) p
    WHERE taxes IS NOT NULL AND (by_rate <> by_part OR tax_minor <> CASE WHEN (taxes ->> 'included')::boolean THEN 0 ELSE by_rate END)`,
};
