import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { CurrencyCode, MinorUnits } from '../../schema/vocabulary/money.ts';

const Image = z.object({ url: z.string(), altText: z.string().nullish() });
const SelectedOption = z.object({ name: z.string(), value: z.string() });

/** What a merchant says of a product; `externalId` is theirs, and the same again updates. */
export const ProductInput = z.object({
  externalId: z.string(),
  slug: z.string().nullish(),
  title: z.string(),
  description: z.string().nullish(),
  brand: z.string().nullish(),
  categoryPath: z.array(z.string()).nullish(),
  images: z.array(Image).nullish(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']).nullish(),
  taxClass: z.string().nullish(),
  variants: z.array(
    z.object({
      sku: z.string(),
      title: z.string().nullish(),
      selectedOptions: z.array(SelectedOption).nullish(),
      priceMinor: MinorUnits,
      compareAtPriceMinor: MinorUnits.nullish(),
      currencyCode: CurrencyCode,
      weightGrams: z.int().nullish(),
      image: Image.nullish(),
    }),
  ),
});
export type ProductInput = z.infer<typeof ProductInput>;

/** What is needed to sell a variant: the price from the primary, and the words that an order copies. */
export const Offer = z.object({
  variantId: Id,
  productId: Id,
  sku: z.string(),
  /** Product and variant in one line: "Trail Jacket, M / Navy". */
  title: z.string(),
  priceMinor: MinorUnits,
  currencyCode: CurrencyCode,
  /** Of one piece; null or absent: nobody has said. */
  weightGrams: z.int().nullish(),
  /** Absent: the usual one. */
  taxClass: z.string().nullish(),
});
export type Offer = z.infer<typeof Offer>;

/** Everything that search wants to know of a product. `version` grows with each change of the product. */
export const ProductDocument = z.object({
  productId: Id,
  version: z.int(),
  slug: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  brand: z.string().nullable(),
  /** From the root down. */
  categories: z.array(z.object({ slug: z.string(), name: z.string() })),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  createdAt: z.string(),
  variants: z.array(
    z.object({
      variantId: Id,
      sku: z.string(),
      title: z.string(),
      priceMinor: MinorUnits,
      currencyCode: CurrencyCode,
      options: z.array(SelectedOption),
    }),
  ),
});
export type ProductDocument = z.infer<typeof ProductDocument>;

/** Which products to list: all conditions hold, any of the values of each; `offset` products are passed over. */
export const Listing = z.object({
  words: z.array(z.string()).default([]),
  categorySlug: z.string().nullish(),
  brands: z.array(z.string()).default([]),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).default([]),
  priceMinMinor: MinorUnits.nullish(),
  priceMaxMinor: MinorUnits.nullish(),
  sort: z.enum(['NEWEST', 'PRICE', 'TITLE']),
  descending: z.boolean(),
  offset: z.int().nonnegative(),
  limit: z.int().nonnegative().max(100),
});
export type Listing = z.output<typeof Listing>;

/** A product as an export tells it: as an input would, by which it could be made again. */
export const CatalogueProduct = z.object({
  externalId: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  brand: z.string().nullable(),
  categoryPath: z.array(z.string()),
  images: z.array(z.object({ url: z.string(), altText: z.string().nullable() })),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  taxClass: z.string().nullable(),
  /** In the merchant's order, without the retired ones. */
  variants: z.array(
    z.object({
      variantId: Id,
      sku: z.string(),
      title: z.string(),
      options: z.array(SelectedOption),
      priceMinor: MinorUnits,
      compareAtPriceMinor: MinorUnits.nullable(),
      currencyCode: CurrencyCode,
      weightGrams: z.int().nullable(),
      image: z.object({ url: z.string(), altText: z.string().nullable() }).nullable(),
    }),
  ),
});
export type CatalogueProduct = z.infer<typeof CatalogueProduct>;

/** Slugs that a run which is only checked would have taken (by an externalId) or let go (null). */
const SlugMoves = z.array(z.object({ slug: z.string(), externalId: z.string().nullable() }));
export type SlugMoves = z.infer<typeof SlugMoves>;

const Saved = z.object({ productId: Id, variants: z.array(z.object({ variantId: Id, sku: z.string() })) });

export const catalog = defineContract('catalog', {
  commands: {
    /** Upserts by externalId, set-based; one answer a product, in order. At most 500 at a time. */
    saveProducts: command(
      z.object({ products: z.array(ProductInput).max(500) }),
      z.object({ results: z.array(orRefused(Saved)), created: z.int(), changed: z.int() }),
    ),
    /** What `saveProducts` would answer, without saving; `moved` of earlier batches stands for their having been saved. */
    checkProducts: command(
      z.object({ products: z.array(ProductInput).max(500), moved: SlugMoves }),
      z.object({ results: z.array(orRefused(z.object({ outcome: z.enum(['CREATED', 'CHANGED', 'SAME']) }))), moved: SlugMoves }),
    ),
    archiveProduct: command(z.object({ externalId: z.string() }), orRefused(z.object({ productId: Id }))),
    /** Variants that can be bought now (of ACTIVE products); those that cannot are absent. */
    offers: command(z.object({ variantIds: z.array(Id) }), z.object({ offers: z.array(Offer) })),
    /** Names of variants whatever their product's status, by id or sku. */
    variants: command(
      z.object({ variantIds: z.array(Id).optional(), skus: z.array(z.string()).optional() }),
      z.object({ variants: z.array(z.object({ variantId: Id, productId: Id, sku: z.string() })) }),
    ),
    /** A page of all products by id, for building an index anew. */
    productDocuments: command(
      z.object({ after: Id.nullish(), limit: z.int().max(1000) }),
      z.object({ documents: z.array(ProductDocument), next: Id.nullable() }),
    ),
    /** A page of ACTIVE products without a search engine, in one statement; words are looked for in titles. */
    listing: command(Listing, z.object({ products: z.array(z.object({ productId: Id, title: z.string() })), total: z.int() })),
    /** A page of all products by id, with all that an export writes. */
    exportPage: command(
      z.object({ after: Id.nullish(), limit: z.int().max(1000) }),
      z.object({ products: z.array(CatalogueProduct), next: Id.nullable() }),
    ),
    countProducts: command(z.object({}), z.object({ products: z.int() })),
  },
  events: { ProductSaved: ProductDocument },
});
