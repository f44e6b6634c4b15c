import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import { catalog, type ProductInput } from '../contract.ts';
import { documentOf } from '../documents.ts';
import type { Product } from '../product.ts';
import { put } from '../shelf.ts';
import { growCategories, pathKey, stepsOf } from './grow-categories.ts';
import { loadShelf } from './load-shelf.ts';
import { letGoOfSlugs, writeProducts } from './write-products.ts';

export type Saved = { productId: string; variants: { variantId: string; sku: string }[] };
type Answer = { results: (Saved | Refused)[]; created: number; changed: number };

/**
 * Upserts by externalId: one transaction and about ten statements for the whole batch, one answer a product, in order.
 * A product sees those before it in the batch as if each had been saved alone.
 */
export const saveProducts = (sql: Sql, inputs: ProductInput[]): Promise<Answer> =>
  transaction(sql, async (tx) => {
    if (inputs.length === 0) return { results: [], created: 0, changed: 0 };
    const now = await takeTurn(tx);
    const shelf = await loadShelf(tx, inputs);
    const before = new Map(shelf.products);
    const outcomes = inputs.map((input) => put(shelf, input, now));
    const steps = outcomes.filter((outcome): outcome is Product => !isRefused(outcome) && before.get(outcome.externalId) !== outcome);
    if (steps.length > 0) await write(tx, before, steps);
    const touched = new Set(steps.map((product) => product.externalId));
    const created = [...touched].filter((externalId) => !before.has(externalId)).length;
    const results = outcomes.map((outcome) => (isRefused(outcome) ? outcome : saved(outcome)));
    return { results, created, changed: touched.size - created };
  });

/**
 * One writer at a time: who may have a slug, a SKU or a category is decided on what was read. Selling never waits here.
 * Answers the time to the millisecond, which is all that a document carries.
 */
export async function takeTurn(tx: TransactionSql): Promise<Date> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('catalog.save'))`;
  const [clock] = await tx<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return clock!.now;
}

/** `steps` are all changes in order; of a product that changed twice the last one stands and is told. */
async function write(tx: TransactionSql, before: Map<string, Product>, steps: Product[]): Promise<void> {
  const changed = [...new Map(steps.map((product) => [product.externalId, product])).values()];
  const categories = await growCategories(
    tx,
    steps.map((product) => product.categoryPath),
  );
  const moved = changed.filter(({ externalId, slug }) => before.has(externalId) && before.get(externalId)!.slug !== slug);
  if (moved.length > 0)
    await letGoOfSlugs(
      tx,
      moved.map((product) => product.id),
    );
  await writeProducts(tx, changed, ({ categoryPath }) => categories.get(pathKey(categoryPath))?.id ?? null);
  await emit(
    tx,
    changed.map((product) => {
      const path = stepsOf(product.categoryPath).map((names) => categories.get(pathKey(names))!);
      return eventOf(catalog, 'ProductSaved', product, documentOf(product, path));
    }),
  );
}

const saved = ({ id, variants }: Product): Saved => ({
  productId: id,
  variants: variants.filter((variant) => !variant.retired).map(({ id: variantId, sku }) => ({ variantId, sku })),
});
