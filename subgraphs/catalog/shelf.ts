import { canonicalJson } from '../../kit/canonical.ts';
import { type Refusal, type Refused, refused } from '../../kit/refusal.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import type { ProductInput } from './contract.ts';
import { type Image, type Product, type Variant, variantTitle } from './product.ts';
import { cleanInput, faultsOf } from './product-input.ts';
import { freeSlug, slugify } from './slug.ts';

/** As much of the catalogue as a batch of inputs may touch; deciding changes it, as writing would change the tables. */
export type Shelf = {
  /** By externalId. */
  products: Map<string, Product>;
  /** SKU to the externalId of the product that has it, or once had it. */
  skuOwner: Map<string, string>;
  /** Slug to externalId. */
  slugOwner: Map<string, string>;
};

/**
 * Takes one product in, after those before it in its batch: the product as it stands now, or why not. A product that
 * already says the same stays as it is, version and all.
 */
export function put(shelf: Shelf, raw: ProductInput, now: Date): Product | Refused {
  const input = cleanInput(raw);
  const faults = [...faultsOf(input), ...conflicts(shelf, input)];
  if (faults.length > 0) return refused(...faults);
  const before = shelf.products.get(input.externalId);
  const after = merged(shelf, before, input, now);
  if (before && content(before) === content(after)) return before;
  if (before) shelf.slugOwner.delete(before.slug);
  shelf.slugOwner.set(after.slug, after.externalId);
  for (const { sku } of after.variants) shelf.skuOwner.set(sku, after.externalId);
  shelf.products.set(after.externalId, after);
  return after;
}

const content = ({ version: _, updatedAt: __, ...rest }: Product): string => canonicalJson(rest);

/** What clashes with other products. */
function conflicts({ skuOwner, slugOwner }: Shelf, input: ProductInput): Refusal[] {
  const isOthers = (owner: string | undefined) => owner !== undefined && owner !== input.externalId;
  const skus = input.variants.flatMap(({ sku }, i): Refusal[] =>
    isOthers(skuOwner.get(sku))
      ? [{ code: 'SKU_TAKEN', message: `The SKU "${sku}" belongs to another product.`, path: ['variants', `${i}`, 'sku'] }]
      : [],
  );
  if (!input.slug || !isOthers(slugOwner.get(input.slug))) return skus;
  return [...skus, { code: 'SLUG_TAKEN', message: `The slug "${input.slug}" belongs to another product.`, path: ['slug'] }];
}

/** Absent fields of the product stay, null empties them; the variants are those of the input, each as it says. */
function merged({ slugOwner }: Shelf, before: Product | undefined, input: ProductInput, now: Date): Product {
  const given = <T>(value: T | undefined, kept: T | undefined, none: T): T => (value === undefined ? (kept ?? none) : value);
  return {
    id: before?.id ?? uuidv7(),
    externalId: input.externalId,
    slug: input.slug ?? before?.slug ?? freeSlug([slugify(input.title) || 'product'], (slug) => slugOwner.has(slug)),
    title: input.title,
    description: given(input.description, before?.description, null),
    brand: given(input.brand, before?.brand, null),
    categoryPath: given(input.categoryPath, before?.categoryPath, null) ?? [],
    images: given(input.images?.map(image), before?.images, null) ?? [],
    status: input.status ?? before?.status ?? 'ACTIVE',
    taxClass: given(input.taxClass, before?.taxClass, null),
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    variants: mergedVariants(before?.variants ?? [], input),
  };
}

const image = ({ url, altText }: { url: string; altText?: string | null | undefined }): Image => ({ url, altText: altText ?? null });

function mergedVariants(before: readonly Variant[], input: ProductInput): Variant[] {
  const bySku = new Map(before.map((variant) => [variant.sku, variant]));
  const current = input.variants.map((variant): Variant => {
    const known = bySku.get(variant.sku);
    const options = variant.selectedOptions?.map(({ name, value }) => ({ name, value })) ?? [];
    return {
      id: known?.id ?? uuidv7(),
      sku: variant.sku,
      title: variant.title || variantTitle(options, input.title),
      options,
      priceMinor: variant.priceMinor,
      compareAtPriceMinor: variant.compareAtPriceMinor ?? null,
      currencyCode: variant.currencyCode,
      // weights are told once, prices often: silence keeps what is known
      weightGrams: variant.weightGrams === undefined ? (known?.weightGrams ?? null) : variant.weightGrams,
      // the mutation has no word for a variant's picture, so its silence keeps the imported one
      image: variant.image === undefined ? (known?.image ?? null) : variant.image && image(variant.image),
      retired: false,
    };
  });
  const kept = new Set(current.map((variant) => variant.sku));
  return [...current, ...before.filter((variant) => !kept.has(variant.sku)).map((variant) => ({ ...variant, retired: true }))];
}
