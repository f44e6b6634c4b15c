import type { TransactionSql } from 'postgres';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { CategoryRow } from '../rows.ts';
import { freeSlug, slugify } from '../slug.ts';

type Grown = Map<string, CategoryRow>;
export const pathKey = (names: readonly string[]): string => JSON.stringify(names);

/** Every step of a path, from the root down. */
export const stepsOf = (names: readonly string[]): string[][] => names.map((_, i) => names.slice(0, i + 1));

/**
 * The categories of these paths and all above them, by `pathKey`; what is missing is made, in the order in which the
 * paths come. The caller holds the catalogue's lock.
 */
export async function growCategories(tx: TransactionSql, paths: string[][]): Promise<Grown> {
  const steps = new Map(paths.flatMap(stepsOf).map((names) => [pathKey(names), names]));
  const grown: Grown = new Map();
  if (steps.size === 0) return grown;
  const found = await tx<(CategoryRow & { pathKey: string })[]>`
    SELECT id, parent_id AS "parentId", name, slug, path, path_key AS "pathKey" FROM categories
    WHERE path_key = ANY(${[...steps.keys()]}::text[])`;
  for (const { pathKey: key, ...row } of found) grown.set(key, row);
  const missing = [...steps].filter(([key]) => !grown.has(key));
  if (missing.length === 0) return grown;
  const taken = new Set((await tx<{ slug: string }[]>`SELECT slug FROM categories`).map((row) => row.slug));
  for (const [key, names] of missing) {
    const category = newCategory(names, grown.get(pathKey(names.slice(0, -1))) ?? null, taken);
    taken.add(category.slug);
    grown.set(key, category);
  }
  await insert(
    tx,
    missing.map(([key]) => ({ ...grown.get(key)!, pathKey: key })),
  );
  return grown;
}

function newCategory(names: string[], parent: CategoryRow | null, taken: Set<string>): CategoryRow {
  const id = uuidv7();
  const name = names.at(-1)!;
  const own = slugify(name) || 'category';
  const slug = freeSlug(parent ? [own, `${parent.slug}-${own}`] : [own], (wish) => taken.has(wish));
  return { id, parentId: parent?.id ?? null, name, slug, path: [...(parent?.path ?? []), id] };
}

const insert = (tx: TransactionSql, rows: (CategoryRow & { pathKey: string })[]) => tx`
  INSERT INTO categories (id, parent_id, name, slug, path_key, path)
  SELECT id, "parentId", name, slug, "pathKey", path FROM jsonb_to_recordset(${tx.json(rows)})
    AS r(id uuid, "parentId" uuid, name text, slug text, "pathKey" text, path uuid[])`;
