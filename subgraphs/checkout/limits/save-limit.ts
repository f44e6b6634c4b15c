import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import type { catalog } from '../../catalog/contract.ts';

export type LimitInput = { variantId?: string | null; sku?: string | null; maxPerCustomer?: number | null };
export type PurchaseLimit = { variantId: string; maxPerCustomer: number; updatedAt: Date };

/**
 * Sets how many units of a variant one customer may buy in all, or takes the limit away (null). It counts what is bought while a
 * limit stands; one that is lowered takes nothing back from who has more.
 */
export const saveLimit =
  (sql: Sql, ask: Pick<Client<typeof catalog>, 'variants'>) =>
  async ({ variantId, sku, maxPerCustomer }: LimitInput): Promise<{ limit: PurchaseLimit | null } | Refused> => {
    if (!variantId === !sku) return refuse('VARIANT_OR_SKU', 'Name a variant or a SKU, one of the two.', ['input']);
    if (maxPerCustomer != null && maxPerCustomer < 1)
      return refuse('INVALID_CUSTOMER_LIMIT', 'A customer may buy one unit at least.', ['input', 'maxPerCustomer']);
    const named = variantId ? { variantIds: isUuid(variantId) ? [variantId.toLowerCase()] : [] } : { skus: [sku!] };
    const [variant] = (await ask.variants(named)).variants;
    if (!variant) return refuse('VARIANT_NOT_FOUND', 'There is no such variant.', ['input', variantId ? 'variantId' : 'sku']);
    if (maxPerCustomer == null) {
      await sql`DELETE FROM purchase_limits WHERE variant_id = ${variant.variantId}`;
      return { limit: null };
    }
    const [limit] = await sql<PurchaseLimit[]>`
      INSERT INTO purchase_limits (variant_id, max_per_customer) VALUES (${variant.variantId}, ${maxPerCustomer})
      ON CONFLICT (variant_id) DO UPDATE SET max_per_customer = excluded.max_per_customer, updated_at = now()
      RETURNING variant_id AS "variantId", max_per_customer AS "maxPerCustomer", updated_at AS "updatedAt"`;
    return { limit: limit! };
  };

/** All limits that stand, the latest first. */
export const readLimits = (sql: Sql): Promise<PurchaseLimit[]> => sql<PurchaseLimit[]>`
  SELECT variant_id AS "variantId", max_per_customer AS "maxPerCustomer", updated_at AS "updatedAt" FROM purchase_limits
  ORDER BY updated_at DESC, variant_id`;
