import type { TransactionSql } from 'postgres';
import type { Product } from '../product.ts';

/** Writes products and their variants as they are to stand, whatever stood there before: two statements, however many. */
export async function writeProducts(
  tx: TransactionSql,
  products: Product[],
  categoryIdOf: (product: Product) => string | null,
): Promise<void> {
  const rows = products.map(({ variants: _, createdAt, updatedAt, ...product }) => ({
    ...product,
    categoryId: categoryIdOf({ ...product, variants: _, createdAt, updatedAt }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
  await tx`
    INSERT INTO products AS p (id, external_id, slug, title, description, brand, category_id, images, status, tax_class,
      version, created_at, updated_at)
    SELECT id, "externalId", slug, title, description, brand, "categoryId", images, status, "taxClass", version, "createdAt", "updatedAt"
    FROM jsonb_to_recordset(${tx.json(rows)}) AS r(id uuid, "externalId" text, slug text, title text, description text, brand text,
      "categoryId" uuid, images jsonb, status text, "taxClass" text, version bigint, "createdAt" timestamptz, "updatedAt" timestamptz)
    ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, title = excluded.title, description = excluded.description, brand = excluded.brand,
      category_id = excluded.category_id, images = excluded.images, status = excluded.status,
      tax_class = excluded.tax_class, version = excluded.version, updated_at = excluded.updated_at`;
  const variants = products.flatMap((product) =>
    product.variants.map((variant, position) => ({ ...variant, position, productId: product.id })),
  );
  await tx`
    INSERT INTO variants AS v (id, product_id, sku, title, position, options, price_minor, compare_at_price_minor,
      currency_code, weight_grams, image, retired)
    SELECT id, "productId", sku, title, position, options, "priceMinor", "compareAtPriceMinor", "currencyCode", "weightGrams", image, retired
    FROM jsonb_to_recordset(${tx.json(variants)}) AS r(id uuid, "productId" uuid, sku text, title text, position int, options jsonb,
      "priceMinor" bigint, "compareAtPriceMinor" bigint, "currencyCode" text, "weightGrams" int, image jsonb, retired boolean)
    ON CONFLICT (id) DO UPDATE SET title = excluded.title, position = excluded.position, options = excluded.options,
      price_minor = excluded.price_minor, compare_at_price_minor = excluded.compare_at_price_minor, currency_code = excluded.currency_code,
      weight_grams = excluded.weight_grams, image = excluded.image, retired = excluded.retired`;
}

/** Slugs that change go out of the way first, so that within one batch another product can have them. */
export const letGoOfSlugs = (tx: TransactionSql, ids: string[]) => tx`
  UPDATE products SET slug = 'moving/' || id WHERE id = ANY(${ids}::uuid[])`;
