import { LRUCache } from 'lru-cache';
import type { Sql } from 'postgres';
import type { Read } from '../../kit/db.ts';
import { groupBy } from '../../kit/group.ts';
import { turnLoader } from '../../kit/turn-loader.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type CategoryRow, readCategories } from './rows.ts';
import { isStorable } from './text.ts';

const KEPT = 10_000;

/** Categories are for ever, so a copy of one is always right; what is below one, and which are roots, is asked each time. */
export function categoryLoaders(read: Read) {
  const kept = new LRUCache<string, CategoryRow>({ max: KEPT });
  const idOfSlug = new LRUCache<string, string>({ max: KEPT });
  const remember = (rows: CategoryRow[]) => {
    for (const row of rows) {
      kept.set(row.id, row);
      idOfSlug.set(row.slug, row.id);
    }
    return rows;
  };
  const byId = turnLoader<CategoryRow | null>(async (ids) => {
    const rows = remember(await read((sql) => readCategories(sql, ids)));
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  });
  const bySlug = turnLoader<CategoryRow | null>(async (slugs) => {
    const rows = remember(await read((sql) => listCategories(sql, sql`slug = ANY(${slugs}::text[])`)));
    return slugs.map((slug) => rows.find((row) => row.slug === slug) ?? null);
  });
  const children = turnLoader<CategoryRow[]>(async (parents) => {
    const rows = remember(await read((sql) => listCategories(sql, sql`parent_id = ANY(${parents}::uuid[])`)));
    const groups = groupBy(rows, (row) => row.parentId!);
    return parents.map((id) => groups.get(id) ?? []);
  });
  const roots = turnLoader<CategoryRow[]>(async (keys) => {
    const rows = remember(await read((sql) => listCategories(sql, sql`parent_id IS NULL`)));
    return keys.map(() => rows);
  });
  const category = (given: string) => {
    const id = given.toLowerCase();
    return kept.get(id) ?? (isUuid(id) ? byId(id) : null);
  };
  return {
    category,
    categoryBySlug: (slug: string) => kept.get(idOfSlug.get(slug) ?? '') ?? (isStorable(slug) ? bySlug(slug) : null),
    path: ({ path }: CategoryRow) => path.map(category),
    childrenOf: ({ id }: CategoryRow) => children(id),
    roots: () => roots('roots'),
  };
}

const listCategories = (sql: Sql, where: ReturnType<Sql>) => sql<CategoryRow[]>`
  SELECT id, parent_id AS "parentId", name, slug, path FROM categories WHERE ${where} ORDER BY name, id`;
