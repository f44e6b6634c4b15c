import { LRUCache } from 'lru-cache';
import { entityCache } from '../../kit/entity-cache.ts';
import type { Read } from '../../kit/db.ts';
import { groupBy } from '../../kit/group.ts';
import type { Purges } from '../../kit/purges.ts';
import type { SharedCache } from '../../kit/shared-cache.ts';
import { turnLoader } from '../../kit/turn-loader.ts';
import { isUuid } from '../../kit/uuid.ts';
import { categoryLoaders } from './category-loaders.ts';
import { type ProductRow, readProducts, readVariants } from './rows.ts';
import { productForm } from './shared-form.ts';
import { type ShownProduct, type ShownVariant, shown } from './shown.ts';
import { isStorable } from './text.ts';

/** Products kept as objects; a few kilobytes each. */
const KEPT = 20_000;

type Maybe<T> = T | null | Promise<T | null>;
export type Loaders = {
  product(id: string): Maybe<ShownProduct>;
  productBySlug(slug: string): Maybe<ShownProduct>;
  variant(id: string): Maybe<ShownVariant>;
  /** What this process has just changed. */
  drop(productIds: readonly string[]): void;
  close(): void;
} & ReturnType<typeof categoryLoaders>;

/**
 * What the graph reads of the catalogue: products as they are kept, and of the others one statement an entity kind and
 * turn, whoever asks. Answers at once what is kept.
 */
export function createLoaders(read: Read, purges: Purges, store: SharedCache | null): Loaders {
  const shared = store && { store, form: productForm };
  const kept = entityCache<ShownProduct>({ context: 'catalog', max: KEPT, idOf: (product) => product.id, purges, shared });
  // a variant never changes its product; a slug may, so it is compared with the product's own
  const productOf = new LRUCache<string, string>({ max: KEPT * 4 });
  const idOfSlug = new LRUCache<string, string>({ max: KEPT });
  const remember = (product: ShownProduct) => {
    idOfSlug.set(product.slug, product.id);
    for (const { id } of [...product.variants, ...product.retired]) productOf.set(id, product.id);
  };
  const load = (find: Find, fresh: boolean) => kept.fill(() => readShown(read, find, fresh)).then(remembered);
  const remembered = (products: ShownProduct[]) => {
    products.forEach(remember);
    return products;
  };

  const byId = turnLoader<ShownProduct | null>(async (ids) => {
    // what a replica says may be older than the moment of the look, and others would take it for new
    const fresh = store !== null || kept.haveChanged(ids);
    const found = await kept.fillAll(ids, (values) => readShown(read, { column: 'id', values }, fresh)).then(remembered);
    const products = new Map(found.map((product) => [product.id, product]));
    return ids.map((id) => products.get(id) ?? null);
  });
  const bySlug = turnLoader<ShownProduct | null>(async (slugs) => {
    const found = await load({ column: 'slug', values: slugs }, kept.hasAnyChanged());
    const products = new Map(found.map((product) => [product.slug, product]));
    return slugs.map((slug) => products.get(slug) ?? null);
  });
  const byVariant = turnLoader<ShownVariant | null>(async (ids) => {
    const found = await load({ column: 'variant', values: ids }, kept.hasAnyChanged());
    const variants = new Map(found.flatMap(allOf).map((variant) => [variant.id, variant]));
    return ids.map((id) => variants.get(id) ?? null);
  });
  return {
    product: (given) => {
      const id = given.toLowerCase();
      return kept.get(id) ?? (isUuid(id) ? byId(id) : null);
    },
    productBySlug: (slug) => {
      const id = idOfSlug.get(slug);
      const known = id === undefined ? undefined : kept.get(id);
      if (known?.slug === slug) return known;
      return isStorable(slug) ? bySlug(slug) : null;
    },
    variant: (given) => {
      const id = given.toLowerCase();
      const product = kept.get(productOf.get(id) ?? '');
      const known = product && allOf(product).find((variant) => variant.id === id);
      return known ?? (isUuid(id) ? byVariant(id) : null);
    },
    drop: kept.drop,
    close: kept.close,
    ...categoryLoaders((work) => read(work, { fresh: kept.hasAnyChanged() })),
  };
}

const allOf = (product: ShownProduct): ShownVariant[] =>
  product.retired.length === 0 ? product.variants : [...product.variants, ...product.retired];

type Find = { column: 'id' | 'slug' | 'variant'; values: readonly string[] };

const readShown = (read: Read, { column, values: given }: Find, fresh: boolean): Promise<ShownProduct[]> =>
  read(
    async (sql) => {
      const values = given as string[];
      const rows: ProductRow[] = await (column === 'id'
        ? readProducts(sql, sql`p.id = ANY(${values}::uuid[])`)
        : column === 'slug'
          ? readProducts(sql, sql`p.slug = ANY(${values}::text[])`)
          : readProducts(sql, sql`p.id IN (SELECT product_id FROM variants WHERE id = ANY(${values}::uuid[]))`));
      const variants = rows.length === 0 ? [] : await readVariants(sql, sql`v.product_id = ANY(${rows.map((row) => row.id)}::uuid[])`);
      const groups = groupBy(variants, (variant) => variant.productId);
      return rows.map((row) => shown(row, groups.get(row.id) ?? []));
    },
    { fresh },
  );
