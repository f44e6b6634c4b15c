import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { isRefused, type Refusal } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { keyFault } from '../../../schema/vocabulary/idempotency-key.ts';
import { variantNotFound } from '../../../schema/vocabulary/refusals.ts';
import type { catalog } from '../../catalog/contract.ts';
import { type Level, stockLevel } from '../loaders.ts';
import { adjustStock } from './adjust-stock.ts';

export type AdjustInput = { idempotencyKey: string; variantId?: string | null; sku?: string | null; delta: number; reason: string };
/** `changed`: the variant and its product. */
export type AdjustPayload = { stock: Level | null; userErrors: Refusal[]; changed?: [variantId: string, productId: string] };

const MAX_UNITS = 1_000_000_000;

/** A person's adjustment: finds the variant, asking catalog where inventory has not heard of it yet, and moves its stock. */
export async function takeAdjustment(sql: Sql, ask: Client<typeof catalog>, input: AdjustInput): Promise<AdjustPayload> {
  const problem = faultOf(input);
  if (problem) return { stock: null, userErrors: [problem] };
  const { variants } = await ask.variants(input.variantId ? { variantIds: [input.variantId] } : { skus: [input.sku!] });
  const item = variants[0];
  if (!item) return { stock: null, userErrors: [variantNotFound(input.variantId ?? input.sku!, [input.variantId ? 'variantId' : 'sku'])] };
  const answer = await adjustStock(sql, { key: input.idempotencyKey, item, delta: input.delta, reason: input.reason });
  return {
    stock: await stockLevel(sql, { variantId: item.variantId }),
    userErrors: isRefused(answer) ? answer.refused : [],
    changed: [item.variantId, item.productId],
  };
}

function faultOf({ idempotencyKey, variantId, sku, delta }: AdjustInput): Refusal | null {
  const badKey = keyFault(idempotencyKey);
  if (badKey) return badKey;
  if (!variantId && !sku) return { code: 'VARIANT_NOT_FOUND', message: 'Name the variant by variantId or by sku.', path: ['variantId'] };
  if (variantId && !isUuid(variantId)) return variantNotFound(variantId, ['variantId']);
  if (Math.abs(delta) > MAX_UNITS) return { code: 'INVALID_QUANTITY', message: `At most ${MAX_UNITS} units at once.`, path: ['delta'] };
  return null;
}
