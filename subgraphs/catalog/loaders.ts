import DataLoader from 'dataloader';
import type { Sql } from 'postgres';
import { groupBy } from '../../kit/group.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type CategoryRow, type ProductRow, readCategories, readProducts, readVariants, type VariantRow } from './rows.ts';
import { isStorable } from './text.ts';

type Keyed = { id: string };
const inOrder = <T extends Keyed>(ids: readonly string[], rows: readonly T[]): (T | null)[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
};

/** One statement an entity kind and request; what one loader has seen the others of its kind know. */
export function createLoaders(sql: Sql) {
  const product = new DataLoader<string, ProductRow | null>(async (ids) =>
    inOrder(ids, await readProducts(sql, sql`p.id = ANY(${ids.filter(isUuid)}::uuid[])`)),
  );
  const productBySlug = new DataLoader<string, ProductRow | null>(async (slugs) => {
    const rows = await readProducts(sql, sql`p.slug = ANY(${slugs.filter(isStorable)}::text[])`);
    for (const row of rows) product.prime(row.id, row);
    return slugs.map((slug) => rows.find((row) => row.slug === slug) ?? null);
  });
  const variant = new DataLoader<string, VariantRow | null>(async (ids) =>
    inOrder(ids, await readVariants(sql, sql`v.id = ANY(${ids.filter(isUuid)}::uuid[])`)),
  );
  const variantsOf = new DataLoader<string, VariantRow[]>(async (productIds) => {
    const rows = await readVariants(sql, sql`v.product_id = ANY(${productIds as string[]}::uuid[]) AND NOT v.retired`);
    for (const row of rows) variant.prime(row.id, row);
    const groups = groupBy(rows, (row) => row.productId);
    return productIds.map((id) => groups.get(id) ?? []);
  });
  return { product, productBySlug, variant, variantsOf, ...categoryLoaders(sql) };
}
export type Loaders = ReturnType<typeof createLoaders>;

function categoryLoaders(sql: Sql) {
  const category: DataLoader<string, CategoryRow | null> = new DataLoader(async (ids) => {
    const rows = await readCategories(sql, ids.filter(isUuid));
    for (const row of rows) category.prime(row.id, row);
    return inOrder(ids, rows);
  });
  const categoryBySlug = new DataLoader<string, CategoryRow | null>(async (slugs) => {
    const rows = await listCategories(sql, sql`slug = ANY(${slugs.filter(isStorable)}::text[])`);
    return slugs.map((slug) => rows.find((row) => row.slug === slug) ?? null);
  });
  const childrenOf = new DataLoader<string, CategoryRow[]>(async (parents) => {
    const rows = await listCategories(sql, sql`parent_id = ANY(${parents as string[]}::uuid[])`);
    const groups = groupBy(rows, (row) => row.parentId!);
    return parents.map((id) => groups.get(id) ?? []);
  });
  return { category, categoryBySlug, childrenOf, roots: () => listCategories(sql, sql`parent_id IS NULL`) };
}

const listCategories = (sql: Sql, where: ReturnType<Sql>) => sql<CategoryRow[]>`
  SELECT id, parent_id AS "parentId", name, slug, path FROM categories WHERE ${where} ORDER BY name, id`;
