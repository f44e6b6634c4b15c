import fc from 'fast-check';
import type { ProductInput } from '../contract.ts';

const words = ['Trail', 'Jacket', 'Café', 'Été 2', 'Mug', '日本', "Men's", '!!', 'A'];
const title = fc.oneof(
  { weight: 14, arbitrary: fc.subarray(words, { minLength: 1, maxLength: 3 }).map((picked) => picked.join(' ')) },
  fc.constantFrom('', ' ', 'x\0y'),
);
const options = fc
  .subarray(['Colour', 'Size'] as const)
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom('M', 'L', 'Navy').map((value) => ({ name, value })))));

const rarely = <T, U>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 14, arbitrary: usual }, { weight: 1, arbitrary: seldom });

const variant = (externalId: string) =>
  fc.record(
    {
      sku: rarely(
        fc.constantFrom('1', '2', '3', '4').map((n) => `${externalId}-${n}`),
        fc.constantFrom('p1-1', 'p2-1', ''),
      ),
      selectedOptions: options,
      priceMinor: rarely(fc.constantFrom(0, 100, 1999, 5000), fc.constant(-1)),
      compareAtPriceMinor: fc.constantFrom(null, 2500),
      currencyCode: rarely(fc.constant('EUR'), fc.constantFrom('USD', 'ZZZ')),
      title: fc.constantFrom('Large', ''),
      weightGrams: rarely(fc.constantFrom(null, 0, 250, 31_500), fc.constant(-1)),
      image: fc.constantFrom(null, { url: '/pictures/a.svg', altText: 'a' }),
    },
    { requiredKeys: ['sku', 'priceMinor', 'currencyCode'] },
  );

/** Few products, few names: they repeat, grow, shrink and clash often enough, and are fine more often than not. */
export const productInput: fc.Arbitrary<ProductInput> = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5').chain((externalId) =>
  fc.record(
    {
      externalId: fc.constant(externalId),
      title,
      variants: rarely(fc.uniqueArray(variant(externalId), { minLength: 1, maxLength: 3, selector: ({ sku }) => sku }), fc.constant([])),
      slug: rarely(fc.constantFrom(null, externalId, 'trail', 'trail-2', 'mug'), fc.constant('Not A Slug')),
      description: fc.constantFrom(null, 'Warm.', ''),
      brand: fc.constantFrom(null, 'Northwind'),
      categoryPath: fc.oneof(fc.constant(null), fc.array(fc.constantFrom('Outdoor', 'Jackets', 'Home', '?'), { maxLength: 3 })),
      images: rarely(fc.constantFrom(null, [{ url: '/pictures/b.svg' }]), fc.constant([{ url: 'nowhere' }])),
      taxClass: rarely(fc.constantFrom(null, 'reduced', ''), fc.constant('Not A Class')),
      status: fc.constantFrom(null, 'DRAFT' as const, 'ACTIVE' as const, 'ARCHIVED' as const),
    },
    { requiredKeys: ['externalId', 'title', 'variants'] },
  ),
);

/** A plain product; `over` says what is special about it. */
export const aProduct = (externalId: string, over: Partial<ProductInput> = {}): ProductInput => ({
  externalId,
  title: `Product ${externalId}`,
  variants: [{ sku: `SKU-${externalId}`, priceMinor: 1999, currencyCode: 'EUR' }],
  ...over,
});
