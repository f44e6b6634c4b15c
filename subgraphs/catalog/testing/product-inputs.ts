import fc from 'fast-check';
import type { ProductInput } from '../contract.ts';

const words = ['Trail', 'Jacket', 'Café', 'Été 2', 'Mug', '日本', "Men's", '!!', 'A'];
const title = fc.oneof({ weight: 5, arbitrary: fc.subarray(words, { minLength: 1, maxLength: 3 }).map((picked) => picked.join(' ')) }, fc.constantFrom('', ' ', 'x\0y'));
const options = fc.subarray(['Colour', 'Size'] as const).chain((names) =>
  fc.tuple(...names.map((name) => fc.constantFrom('M', 'L', 'Navy').map((value) => ({ name, value })))),
);

/** Few names and few SKUs, so that products clash, repeat, grow and shrink as often as they are fine. */
const variant = fc.record(
  {
    sku: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', ''),
    selectedOptions: options,
    priceMinor: fc.constantFrom(0, 100, 1999, 5000, -1),
    compareAtPriceMinor: fc.constantFrom(null, 2500),
    currencyCode: fc.oneof({ weight: 8, arbitrary: fc.constant('EUR') }, fc.constantFrom('USD', 'ZZZ')),
    title: fc.constantFrom('Large', ''),
    image: fc.constantFrom(null, { url: '/pictures/a.svg', altText: 'a' }),
  },
  { requiredKeys: ['sku', 'priceMinor', 'currencyCode'] },
);

export const productInput: fc.Arbitrary<ProductInput> = fc.record(
  {
    externalId: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
    title,
    variants: fc.array(variant, { maxLength: 3 }),
    slug: fc.constantFrom(null, 'trail', 'trail-2', 'mug', 'Not A Slug'),
    description: fc.constantFrom(null, 'Warm.', ''),
    brand: fc.constantFrom(null, 'Northwind'),
    categoryPath: fc.oneof(fc.constant(null), fc.array(fc.constantFrom('Outdoor', 'Jackets', 'Home', '?'), { maxLength: 3 })),
    images: fc.constantFrom(null, [{ url: '/pictures/b.svg' }], [{ url: 'nowhere' }]),
    status: fc.constantFrom(null, 'DRAFT' as const, 'ACTIVE' as const, 'ARCHIVED' as const),
  },
  { requiredKeys: ['externalId', 'title', 'variants'] },
);

/** A plain product; `over` says what is special about it. */
export const aProduct = (externalId: string, over: Partial<ProductInput> = {}): ProductInput => ({
  externalId,
  title: `Product ${externalId}`,
  variants: [{ sku: `SKU-${externalId}`, priceMinor: 1999, currencyCode: 'EUR' }],
  ...over,
});
