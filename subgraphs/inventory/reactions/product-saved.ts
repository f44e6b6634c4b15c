import type { TransactionSql } from 'postgres';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { groupBy } from '../../../kit/group.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import type { ProductDocument } from '../../catalog/contract.ts';
import { putItems } from '../commands/items.ts';
import { inventory } from '../contract.ts';
import { statusOf } from '../stock.ts';

/** Learns which variants a product has, and tells what is available of those it could not tell of before. */
export async function learnVariants(tx: TransactionSql, events: EventEnvelope[]): Promise<void> {
  const newest = [...groupBy(events as EventEnvelope<ProductDocument>[], (event) => event.aggregateId).values()].map(
    (group) => group.sort((a, b) => b.version - a.version)[0]!.payload,
  );
  const items = newest.flatMap((product) =>
    product.variants.map(({ variantId, sku }) => ({ variantId, sku, productId: product.productId })),
  );
  const known = await tx<
    { variantId: string }[]
  >`SELECT variant_id AS "variantId" FROM items WHERE variant_id = ANY(${items.map((i) => i.variantId)}::uuid[])`;
  await putItems(tx, items);
  const told = new Set(known.map((row) => row.variantId));
  const rows = await tx<{ variantId: string; productId: string; available: number; version: number }[]>`
    SELECT s.variant_id AS "variantId", i.product_id AS "productId", sum(s.available)::int AS available, sum(s.version)::bigint AS version
    FROM stock s JOIN items i USING (variant_id)
    WHERE s.variant_id = ANY(${items.filter((item) => !told.has(item.variantId)).map((item) => item.variantId)}::uuid[]) GROUP BY 1, 2`;
  await emit(
    tx,
    rows.map(({ version, ...row }) =>
      eventOf(inventory, 'AvailabilityChanged', { id: row.variantId, version }, { ...row, status: statusOf(row.available) }),
    ),
  );
}
