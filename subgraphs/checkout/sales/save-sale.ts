import { randomBytes } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import { isRefused, type Refused, refuse, refused } from '../../../kit/refusal.ts';
import { sha256 } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { catalog } from '../../catalog/contract.ts';
import type { inventory } from '../../inventory/contract.ts';
import type { Phase } from './sale.ts';
import { faultsOfSale, type SaleInput } from './sale-input.ts';
import { phaseOf } from './sale-rows.ts';

type Asks = { catalog: Pick<Client<typeof catalog>, 'variants'>; inventory: Pick<Client<typeof inventory>, 'spreadStock'> };
type Known = { id: string; phase: Phase; drawn: boolean; moved: boolean };
const SEED_BYTES = 32;

/**
 * Makes a sale, or changes the one of the same slug: its id. The hash of the seed is published from here on. Once a sale has
 * opened its opening stays where it was, because the draw has been made; once it has ended nothing changes any more.
 */
export const saveSale = (sql: Sql, ask: Asks) => async (input: SaleInput) => {
  const faults = faultsOfSale(input);
  if (faults.length > 0) return refused(...faults);
  const variantIds = await variantsOf(ask.catalog, [...new Set(input.skus)]);
  if (isRefused(variantIds)) return variantIds;
  const saved = await transaction(sql, (tx) => save(tx, input, variantIds));
  // after the sale: spread stock is right in any case, and a sale that could not be told is saved again
  if (!isRefused(saved) && (input.stockShards ?? 1) > 1) await ask.inventory.spreadStock({ variantIds, shards: input.stockShards! });
  return saved;
};

async function variantsOf(ask: Pick<Client<typeof catalog>, 'variants'>, skus: string[]): Promise<string[] | Refused> {
  const { variants } = await ask.variants({ skus });
  const bySku = new Map(variants.map((variant) => [variant.sku, variant.variantId]));
  const unknown = skus.find((sku) => !bySku.has(sku));
  if (unknown !== undefined) return refuse('VARIANT_NOT_FOUND', `There is no variant with the SKU "${unknown.slice(0, 60)}".`, ['skus']);
  return skus.map((sku) => bySku.get(sku)!);
}

async function save(tx: TransactionSql, input: SaleInput, variantIds: string[]): Promise<{ id: string } | Refused> {
  // sales are saved one at a time: two that are new could not see each other's variants
  await tx`SELECT pg_advisory_xact_lock(hashtext('checkout.sales'))`;
  const [known] = await tx<Known[]>`
    SELECT s.id, ${phaseOf(tx)} AS phase, s.drawn_at IS NOT NULL AS drawn, s.opens_at <> ${input.opensAt}::text::timestamptz AS moved
    FROM sales s WHERE s.slug = ${input.slug} FOR NO KEY UPDATE`;
  if (known?.phase === 'ENDED') return refuse('SALE_ENDED', 'This sale is over. Give the new one a slug of its own.', ['slug']);
  if (known && (known.phase === 'OPEN' || known.drawn) && known.moved)
    return refuse('SALE_HAS_OPENED', 'This sale has opened: that cannot be moved.', ['opensAt']);
  const [clash] = await tx<{ slug: string }[]>`
    SELECT s.slug FROM sales s JOIN sale_variants v ON v.sale_id = s.id
    WHERE v.variant_id = ANY(${variantIds}::uuid[]) AND s.slug <> ${input.slug} AND s.ends_at > now()
      AND s.opens_at < ${input.endsAt}::text::timestamptz AND s.ends_at > ${input.opensAt}::text::timestamptz LIMIT 1`;
  if (clash) return refuse('VARIANT_IN_ANOTHER_SALE', `The sale "${clash.slug}" has one of these variants at that time.`, ['skus']);
  const id = known?.id ?? uuidv7();
  await write(tx, id, input);
  await tx`DELETE FROM sale_variants WHERE sale_id = ${id}`;
  await tx`
    INSERT INTO sale_variants (sale_id, variant_id, position)
    SELECT ${id}, variant_id, position FROM unnest(${variantIds}::uuid[]) WITH ORDINALITY AS x(variant_id, position)`;
  return { id };
}

/** The seed is drawn once, with the row. */
async function write(tx: TransactionSql, id: string, input: SaleInput): Promise<void> {
  const seed = randomBytes(SEED_BYTES).toString('hex');
  await tx`
    INSERT INTO sales (id, slug, name, opens_at, ends_at, admissions_per_second, max_per_customer, stock_shards, shuffle_seed, shuffle_commitment)
    VALUES (${id}, ${input.slug}, ${input.name.trim()}, ${input.opensAt}::text::timestamptz, ${input.endsAt}::text::timestamptz,
      ${input.admissionsPerSecond}, ${input.maxPerCustomer ?? null}, ${input.stockShards ?? 1}, ${seed}, ${sha256(seed)})
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, opens_at = excluded.opens_at, ends_at = excluded.ends_at,
      admissions_per_second = excluded.admissions_per_second, max_per_customer = excluded.max_per_customer,
      stock_shards = excluded.stock_shards, updated_at = now()`;
}
