import type { Suggestion } from './engine.ts';
import { titleKey } from './words.ts';

/** What a shopper may be about to type: words first, up to half of the list, then products; each text once. */
export function arranged(found: Suggestion[], first: number) {
  const unique = [...new Map(found.map((one) => [titleKey(one.text), one])).values()];
  const products = unique.filter((one) => one.productId);
  const words = unique.filter((one) => !one.productId).slice(0, Math.max(first - products.length, Math.floor(first / 2)));
  return [...words, ...products]
    .slice(0, first)
    .map(({ text, productId }) => ({ text, product: productId === null ? null : { __typename: 'Product' as const, id: productId } }));
}
