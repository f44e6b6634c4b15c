import type { ProductDocument } from '../../catalog/contract.ts';
import type { ProductFilter } from '../filters.ts';
import type { ProductSort } from '../sorts.ts';
import type { Shop } from './documents.ts';

export type Asked = { search: string | null; filter: ProductFilter; sort: ProductSort };

/** Search as it would be written without an index: what the real one is compared with. */
export function naive({ documents, inStock }: Shop, { search, filter, sort }: Asked) {
  const found = documents.filter(
    (d) => d.status === 'ACTIVE' && matches(d, search) && Object.values(tests(filter, inStock)).every((test) => test(d)),
  );
  return {
    ids: [...found].sort(byOrder(sort)).map((d) => d.productId),
    facets: facets(documents, inStock, search, filter),
    tierOf: (id: string) => tier(documents.find((d) => d.productId === id)!, search),
  };
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace('è', 'e')
    .replace('ä', 'a')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
const fields = (d: ProductDocument) =>
  [
    [d.title],
    [d.brand ?? ''],
    [...d.categories.map((c) => c.name), ...d.variants.flatMap((v) => v.options.map((o) => o.value))],
    [d.description ?? '', ...d.variants.flatMap((v) => [v.sku, plain(v.sku).join('')])],
  ].map((texts) => plain(texts.join(' ')));

function hasAll(words: string[], search: string): boolean {
  const terms = plain(search);
  return terms.every((term, i) => words.some((word) => (i === terms.length - 1 ? word.startsWith(term) : word === term)));
}
const isSku = (d: ProductDocument, search: string) => d.variants.some((v) => plain(v.sku).join('') === plain(search).join(''));
const matches = (d: ProductDocument, search: string | null) => search === null || isSku(d, search) || hasAll(fields(d).flat(), search);

/** 0 for an exact SKU, then 1 to 4 by how many fields it takes to find all the words: title, brand, category, the rest. */
function tier(d: ProductDocument, search: string | null): number {
  if (search === null) return 0;
  return isSku(d, search) ? 0 : 1 + [1, 2, 3].filter((n) => !hasAll(fields(d).slice(0, n).flat(), search)).length;
}

type Test = (d: ProductDocument) => boolean;
/** The filters that are on, each under the key of its facet. */
function tests(filter: ProductFilter, inStock: Set<string>): Record<string, Test> {
  const [min, max] = [filter.priceMinMinor ?? 0, filter.priceMaxMinor ?? Infinity];
  const on: Record<string, Test> = { price: (d) => d.variants.some((v) => v.priceMinor >= min && v.priceMinor <= max) };
  if (filter.categorySlug) on.category = (d) => d.categories.some((c) => c.slug === filter.categorySlug);
  if (filter.brands?.length) on.brand = (d) => filter.brands!.includes(d.brand ?? '');
  if (filter.inStock != null) on.inStock = (d) => d.variants.some((v) => inStock.has(v.variantId)) === filter.inStock;
  for (const { name, values } of filter.options ?? []) {
    if (values.length > 0)
      on[`option.${name}`] = (d) => d.variants.some((v) => v.options.some((o) => o.name === name && values.includes(o.value)));
  }
  return on;
}

function facets(documents: ProductDocument[], inStock: Set<string>, search: string | null, filter: ProductFilter) {
  const on = tests(filter, inStock);
  const counts: Record<string, Record<string, number>> = {};
  const add = (key: string, value: string, n: number) => {
    counts[key] = { ...counts[key], [value]: (counts[key]?.[value] ?? 0) + n };
  };
  for (const [key, values] of Object.entries(selected(filter))) for (const value of values) add(key, value, 0);
  for (const d of documents.filter((one) => one.status === 'ACTIVE' && matches(one, search))) {
    for (const [key, value] of valuesOf(d, inStock)) {
      if (Object.entries(on).every(([other, test]) => other === key || test(d))) add(key, value, 1);
    }
  }
  return counts;
}

const selected = (filter: ProductFilter): Record<string, string[]> => ({
  ...(filter.categorySlug && { category: [filter.categorySlug] }),
  ...(filter.brands?.length && { brand: filter.brands }),
  ...(filter.inStock != null && { inStock: [String(filter.inStock)] }),
  ...Object.fromEntries((filter.options ?? []).filter((o) => o.values.length > 0).map((o) => [`option.${o.name}`, o.values])),
});

function valuesOf(d: ProductDocument, inStock: Set<string>): [string, string][] {
  const pairs: [string, string][] = [
    ...d.categories.map((c): [string, string] => ['category', c.slug]),
    ...(d.brand ? [['brand', d.brand] as [string, string]] : []),
    ['inStock', String(d.variants.some((v) => inStock.has(v.variantId)))],
    ...d.variants.flatMap((v) => v.options.map((o): [string, string] => [`option.${o.name}`, o.value])),
  ];
  return [...new Map(pairs.map((pair) => [pair.join('\n'), pair])).values()];
}

const price = (d: ProductDocument) => Math.min(...d.variants.map((v) => v.priceMinor));
const compare = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
function byOrder(sort: ProductSort): (a: ProductDocument, b: ProductDocument) => number {
  const id = (a: ProductDocument, b: ProductDocument) => compare(a.productId, b.productId);
  if (sort === 'PRICE_ASC') return (a, b) => price(a) - price(b) || id(a, b);
  if (sort === 'PRICE_DESC') return (a, b) => price(b) - price(a) || id(b, a);
  if (sort === 'TITLE') return (a, b) => compare(plain(a.title).join(' '), plain(b.title).join(' ')) || id(a, b);
  return (a, b) => compare(b.createdAt, a.createdAt) || id(b, a);
}
