import type { TransactionSql } from 'postgres';
import { groupBy } from '../../../kit/group.ts';
import type { ProductInput } from '../contract.ts';
import type { Product } from '../product.ts';
import { type ProductRow, readProducts, readVariants } from '../rows.ts';
import type { Shelf } from '../shelf.ts';
import { slugify } from '../slug.ts';
import { clean } from '../text.ts';

type Loaded = ProductRow & { pathKey: string | null };

/** Reads all that the inputs can meet: their own products, whoever has their SKUs, and slugs that could be in the way. */
export async function loadShelf(tx: TransactionSql, inputs: ProductInput[]): Promise<Shelf> {
  const externalIds = inputs.map((input) => clean(input.externalId));
  const skus = inputs.flatMap((input) => input.variants.map((variant) => clean(variant.sku)));
  const rows = await readProducts(tx, tx`p.external_id = ANY(${externalIds}::text[])`);
  const [paths, variants, owners, slugs] = await Promise.all([
    tx<{ id: string; pathKey: string }[]>`
      SELECT id, path_key AS "pathKey" FROM categories WHERE id = ANY(${rows.flatMap((row) => row.categoryId ?? [])}::uuid[])`,
    readVariants(tx, tx`v.product_id = ANY(${rows.map((row) => row.id)}::uuid[])`),
    tx<{ sku: string; externalId: string }[]>`
      SELECT v.sku, p.external_id AS "externalId" FROM variants v JOIN products p ON p.id = v.product_id
      WHERE v.sku = ANY(${skus}::text[])`,
    slugsInTheWay(tx, inputs, new Set(rows.map((row) => row.externalId))),
  ]);
  const pathKeys = new Map(paths.map(({ id, pathKey }) => [id, pathKey]));
  const ofProduct = groupBy(variants, (variant) => variant.productId);
  const products = rows.map((row) =>
    withParts({ ...row, pathKey: pathKeys.get(row.categoryId ?? '') ?? null }, ofProduct.get(row.id) ?? []),
  );
  return {
    products: new Map(products.map((product) => [product.externalId, product])),
    skuOwner: new Map(owners.map(({ sku, externalId }) => [sku, externalId])),
    slugOwner: new Map([
      ...slugs.map(({ slug, externalId }) => [slug, externalId] as const),
      ...products.map((p) => [p.slug, p.externalId] as const),
    ]),
  };
}

function withParts({ categoryId: _, pathKey, ...row }: Loaded, variants: (Product['variants'][number] & { productId: string })[]): Product {
  return {
    ...row,
    categoryPath: pathKey ? (JSON.parse(pathKey) as string[]) : [],
    variants: variants.map(({ productId: __, ...variant }) => variant),
  };
}

/** Slugs asked for, and for new products those that are derived: the bare one, and it with a number behind. */
function slugsInTheWay(tx: TransactionSql, inputs: ProductInput[], known: Set<string>) {
  const exact = inputs.flatMap((input) => (input.slug ? [clean(input.slug)] : []));
  const derived = inputs
    .filter((input) => !input.slug && !known.has(clean(input.externalId)))
    .map((input) => slugify(clean(input.title)) || 'product');
  return tx<{ slug: string; externalId: string }[]>`
    SELECT slug, external_id AS "externalId" FROM products WHERE slug = ANY(${[...exact, ...derived]}::text[])
    UNION
    SELECT p.slug, p.external_id FROM unnest(${derived}::text[]) AS wish
    JOIN products p ON p.slug ~>=~ (wish || '-') AND p.slug ~<~ (wish || '.') AND substr(p.slug, length(wish) + 2) ~ '^[0-9]+$'`;
}
