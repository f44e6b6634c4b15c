import fc from 'fast-check';
import { VOCABULARY } from './documents.ts';
import type { Asked } from './naive.ts';

const list = (...values: string[]) => fc.subarray(values);
const filter = fc.record(
  {
    categorySlug: fc.constantFrom('outdoor', 'coats', 'rainwear', 'kitchen', 'nowhere'),
    brands: list('Northwind', 'Fjäll & Co', 'Nobody'),
    priceMinMinor: fc.constantFrom(0, 600, 1000),
    priceMaxMinor: fc.constantFrom(999, 2000, 6000),
    inStock: fc.boolean(),
    options: fc.tuple(list('M', 'L', 'XS'), list('navy', 'red')).map(([size, colour]) => [
      { name: 'Size', values: size },
      { name: 'Colour', values: colour },
    ]),
  },
  { requiredKeys: [] },
);
const search = fc.oneof(
  fc.constant(null),
  fc
    .tuple(fc.subarray(VOCABULARY, { minLength: 1, maxLength: 2 }), fc.integer({ min: 2, max: 9 }))
    .map(([words, cut]) => [...words.slice(0, -1), words.at(-1)!.slice(0, cut)].join(' ')),
  fc.constantFrom('coats', 'FJALL', 'sk-0/0', 'SK11', 'Crème Lamp', 'navy trail'),
);
/** What may be asked of a shop of `documents`. */
export const asked: fc.Arbitrary<Asked> = fc.record({
  search,
  filter,
  sort: fc.constantFrom('RELEVANCE', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST', 'TITLE'),
});
