import { randomUUID } from 'node:crypto';
import type { Good } from '../load/checkout-load.ts';
import type { Shop } from '../shop.ts';

const UNITS = 1_000_000;

/** So many variants, each with more stock than can be sold here. */
export async function stockedGoods({ base, adminKey }: Shop, variants: number): Promise<Good[]> {
  const goods: Good[] = [];
  for (let after: string | null = null; goods.length < variants; ) {
    const { products }: { products: Products } = await ask(`${base}/graphql`, PRODUCTS, { after });
    for (const product of products.nodes)
      for (const { id, sku, price } of product.variants) goods.push({ variantId: id, sku, priceMinor: price.amountMinor });
    if (!products.pageInfo.hasNextPage) break;
    after = products.pageInfo.endCursor;
  }
  const chosen = goods.slice(0, variants);
  await Promise.all(
    chosen.map(({ variantId }) => {
      const input = { idempotencyKey: randomUUID(), variantId, delta: UNITS, reason: 'RECEIVED' };
      return ask(`${base}/admin/graphql`, ADJUST, { input }, { authorization: `Bearer ${adminKey}` });
    }),
  );
  return chosen;
}

const PRODUCTS = `query ($after: String) { products(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
  nodes { variants { id sku price { amountMinor } } } } }`;
type Products = {
  pageInfo: { hasNextPage: boolean; endCursor: string };
  nodes: { variants: { id: string; sku: string; price: { amountMinor: number } }[] }[];
};
const ADJUST = 'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { stock { available } userErrors { code message } } }';

async function ask<T>(url: string, query: string, variables: object, headers: Record<string, string> = {}): Promise<T> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
  const { data, errors } = (await (await fetch(url, request)).json()) as { data: T; errors?: unknown };
  const refused = (data as { stockAdjust?: { userErrors: unknown[] } } | null)?.stockAdjust?.userErrors.length;
  if (errors || refused) throw new Error(`the shop could not be stocked: ${JSON.stringify({ data, errors })}`);
  return data;
}
