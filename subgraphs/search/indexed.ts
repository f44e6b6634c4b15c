import type { ProductDocument } from '../catalog/contract.ts';
import { isMeantByTypos, isSpelled } from './typos.ts';
import { compact, titleKey, wordsOf } from './words.ts';

/** A product as the index holds it. */
export type Indexed = {
  productId: string;
  version: number;
  active: boolean;
  title: string;
  titleKey: string;
  /** The text of a tsvector. */
  words: string;
  skus: string[];
  variantIds: string[];
  facets: FacetValue[];
  prices: number[];
  priceMin: number;
  priceMax: number;
  createdAt: string;
};
export type FacetValue = { key: string; value: string; label: string };
/** `forgiven`: typos may lead to it. */
export type Word = { word: string; inTitle: boolean; forgiven: boolean };

const MAX_DESCRIPTION_WORDS = 5_000;
const optionKey = (name: string): string => `option.${name}`;

/** What is written of a document: everything of an ACTIVE product, and of others just that they are not to be found. */
export function indexed(document: ProductDocument): Indexed {
  const prices = [...new Set(document.variants.map((variant) => variant.priceMinor))].sort((a, b) => a - b);
  const active = document.status === 'ACTIVE' && prices.length > 0;
  return {
    productId: document.productId,
    version: document.version,
    active,
    title: document.title,
    titleKey: titleKey(document.title),
    words: active ? tsvector(fieldsOf(document)) : '',
    skus: active ? document.variants.map((variant) => compact(variant.sku)) : [],
    variantIds: document.variants.map((variant) => variant.variantId),
    facets: active ? facetsOf(document) : [],
    prices,
    priceMin: prices[0] ?? 0,
    priceMax: prices.at(-1) ?? 0,
    createdAt: document.createdAt,
  };
}

/** Words by weight: A title, B brand, C category and options, D description and SKUs. */
function fieldsOf(document: ProductDocument): Record<'A' | 'B' | 'C' | 'D', string[]> {
  const { variants } = document;
  const values = new Set(variants.flatMap((variant) => variant.options.map((option) => option.value)));
  return {
    A: wordsOf(document.title),
    B: wordsOf(document.brand ?? ''),
    C: [...document.categories.map((category) => category.name), ...values].flatMap(wordsOf),
    D: [
      ...wordsOf(document.description ?? '').slice(0, MAX_DESCRIPTION_WORDS),
      ...new Set(variants.flatMap(({ sku }) => [...wordsOf(sku), compact(sku)])),
    ].filter((word) => word),
  };
}

/** Words are letters and digits, so quoting them is enough; positions count on, as in a text. */
function tsvector(fields: ReturnType<typeof fieldsOf>): string {
  const positions = new Map<string, string[]>();
  let at = 0;
  for (const [weight, list] of Object.entries(fields)) {
    for (const word of list) positions.set(word, [...(positions.get(word) ?? []).slice(0, 200), `${Math.min(++at, 16_383)}${weight}`]);
  }
  return [...positions].map(([word, places]) => `'${word}':${places.join(',')}`).join(' ');
}

function facetsOf({ brand, categories, variants }: ProductDocument): FacetValue[] {
  const options = variants.flatMap((variant) => variant.options.map(({ name, value }) => ({ key: optionKey(name), value, label: value })));
  return [
    ...(brand ? [{ key: 'brand', value: brand, label: brand }] : []),
    ...categories.map(({ slug, name }) => ({ key: 'category', value: slug, label: name })),
    ...new Map(options.map((option) => [JSON.stringify(option), option])).values(),
  ];
}

/** The dictionary's words of some documents. SKUs' words of letters are known too, but no typo leads to them. */
export function dictionaryOf(documents: ProductDocument[]): Word[] {
  const found = new Map<string, { inTitle: boolean; spelled: boolean }>();
  const add = (words: string[], inTitle: boolean, spelled: boolean) => {
    for (const word of words) {
      const known = found.get(word);
      found.set(word, { inTitle: inTitle || !!known?.inTitle, spelled: spelled || !!known?.spelled });
    }
  };
  for (const document of documents.filter((one) => one.status === 'ACTIVE')) {
    const { A, B, C } = fieldsOf(document);
    add(A, true, true);
    add([...B, ...C, ...wordsOf(document.description ?? '').slice(0, MAX_DESCRIPTION_WORDS)], false, true);
    add(document.variants.flatMap(({ sku }) => [...wordsOf(sku), compact(sku)]).filter(isSpelled), false, false);
  }
  return [...found].map(([word, { inTitle, spelled }]) => ({ word, inTitle, forgiven: spelled && isMeantByTypos(word) }));
}
