import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import type { inventory } from '../../inventory/contract.ts';
import type { SaleOutlook } from '../contract.ts';
import { phaseOf } from './sale-rows.ts';

type Row = Omit<SaleOutlook, 'variants' | 'available' | 'reserved'> & { variantIds: string[] };

/** By slug. */
export const lookAtSale =
  (sql: Sql, ask: Pick<Client<typeof inventory>, 'availability'>) =>
  async ({ slug }: { slug: string }): Promise<SaleOutlook | Refused> => {
    const [row] = await sql<Row[]>`
      SELECT s.slug, s.name, ${phaseOf(sql)} AS phase, s.paused, s.draining, s.admissions_per_second AS "admissionsPerSecond",
        s.max_per_customer AS "maxPerCustomer",
        extract(epoch FROM s.opens_at - now())::float8 AS "opensInSeconds", extract(epoch FROM s.ends_at - now())::float8 AS "endsInSeconds",
        ARRAY(SELECT variant_id FROM sale_variants v WHERE v.sale_id = s.id) AS "variantIds",
        (SELECT count(*)::int FROM tickets t WHERE t.sale_id = s.id AND t.status = 'WAITING') AS waiting,
        (SELECT count(*)::int FROM sales o WHERE o.id <> s.id AND o.opens_at < s.ends_at AND o.ends_at > greatest(s.opens_at, now())) AS beside,
        jsonb_build_object('maxConnections', current_setting('max_connections')::int,
          'connections', (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend')) AS database
      FROM sales s WHERE s.slug = ${slug}`;
    if (!row) return refuse('SALE_NOT_FOUND', `There is no sale ${slug}.`, ['slug']);
    const { variantIds, ...sale } = row;
    const { variants } = await ask.availability({ variantIds });
    const sum = (of: 'available' | 'reserved') => variants.reduce((units, level) => units + level[of], 0);
    return { ...sale, variants: variantIds.length, available: sum('available'), reserved: sum('reserved') };
  };
