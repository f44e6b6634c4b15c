import fc from 'fast-check';
import type { EventEnvelope } from '../../../kit/contract.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { ProductDocument } from '../../catalog/contract.ts';

/** Ids that are the same in every run and sort as their numbers do. */
export const idOf = (kind: number, n: number): string => `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

// No word is the beginning of another or within two typos of it, so that a plain comparison of words is the whole truth.
export const VOCABULARY = ['trail', 'jacket', 'mug', 'waterproof', 'lamp', 'crème', 'umbrella', 'x7'];
const CATEGORIES = [
  [],
  [{ slug: 'outdoor', name: 'Outdoor' }],
  [
    { slug: 'outdoor', name: 'Outdoor' },
    { slug: 'coats', name: 'Coats' },
  ],
  [
    { slug: 'outdoor', name: 'Outdoor' },
    { slug: 'coats', name: 'Coats' },
    { slug: 'rainwear', name: 'Rainwear' },
  ],
  [{ slug: 'kitchen', name: 'Kitchen' }],
];
const sentence = (maxLength: number) =>
  fc.array(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength }).map((words) => words.join(' '));
const options = fc
  .tuple(fc.constantFrom(null, 'M', 'L'), fc.constantFrom(null, 'navy', 'red'))
  .map(([size, colour]) => [...(size ? [{ name: 'Size', value: size }] : []), ...(colour ? [{ name: 'Colour', value: colour }] : [])]);

/** Documents number 0 to n-1, with a few titles, brands and prices, so that equals are common; and the variants in stock. */
export const documents = fc
  .array(
    fc.record({
      title: sentence(3),
      description: fc.option(sentence(4)),
      brand: fc.constantFrom(null, 'Northwind', 'Fjäll & Co'),
      categories: fc.constantFrom(...CATEGORIES),
      status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'ACTIVE' as const, 'DRAFT' as const, 'ARCHIVED' as const),
      day: fc.integer({ min: 1, max: 5 }),
      variants: fc.array(fc.record({ priceMinor: fc.constantFrom(0, 500, 1000, 1999, 5000), options, inStock: fc.boolean() }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drafts) => {
    const list = drafts.map(
      ({ variants, day, ...draft }, n): ProductDocument => ({
        ...draft,
        productId: idOf(1, n),
        version: 1,
        slug: `product-${n}`,
        createdAt: `2026-01-0${day}T00:00:00.000Z`,
        variants: variants.map(({ priceMinor, options: chosen }, i) => ({
          variantId: idOf(2, n * 10 + i),
          sku: `SK-${n}/${i}`,
          title: 'any',
          priceMinor,
          currencyCode: 'EUR',
          options: chosen,
        })),
      }),
    );
    return {
      documents: list,
      inStock: new Set(
        drafts.flatMap((draft, n) => draft.variants.flatMap((variant, i) => (variant.inStock ? [idOf(2, n * 10 + i)] : []))),
      ),
    };
  });
export type Shop = { documents: ProductDocument[]; inStock: Set<string> };

const envelope = (type: string, aggregateId: string, version: number, payload: unknown): EventEnvelope => ({
  eventId: uuidv7(),
  type,
  aggregateId,
  version,
  occurredAt: '2026-01-01T00:00:00.000Z',
  payload,
});

export const saved = (document: ProductDocument): EventEnvelope =>
  envelope('catalog.ProductSaved', document.productId, document.version, document);

export const stockChanged = (variantId: string, productId: string, inStock: boolean, version = 1): EventEnvelope =>
  envelope('inventory.AvailabilityChanged', variantId, version, {
    variantId,
    productId,
    status: inStock ? 'LOW_STOCK' : 'OUT_OF_STOCK',
    available: inStock ? 2 : 0,
  });

/** All that has happened in a shop: its documents, then which variants are in stock. */
export const eventsOf = ({ documents: list, inStock }: Shop): EventEnvelope[] => [
  ...list.map(saved),
  ...list.flatMap((document) =>
    document.variants.map(({ variantId }) => stockChanged(variantId, document.productId, inStock.has(variantId))),
  ),
];

/** A plain ACTIVE product; `over` says what is special about it. */
export const aDocument = (n: number, title: string, over: Partial<ProductDocument> = {}): ProductDocument => ({
  productId: idOf(3, n),
  version: 1,
  slug: `product-${n}`,
  title,
  description: null,
  brand: null,
  categories: [],
  status: 'ACTIVE',
  createdAt: `2026-02-01T00:00:00.${String(n).padStart(3, '0')}Z`,
  variants: [{ variantId: idOf(4, n), sku: `PLAIN-${n}`, title, priceMinor: 1000, currencyCode: 'EUR', options: [] }],
  ...over,
});
