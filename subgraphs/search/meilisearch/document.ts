import type { ProductDocument } from '../../catalog/contract.ts';
import { compact, wordsOf } from '../words.ts';

/** What is searched for in a product, as the engine gets it. */
export type Texts = {
  title: string;
  brand: string | null;
  categories: string[];
  options: string[];
  description: string | null;
  skus: string[];
};

/** A product as the engine holds it; money in minor units, time in milliseconds. Facet ids are those of `facet_values`. */
export type EngineDocument = Texts & {
  id: string;
  facetIds: number[];
  inStock: boolean;
  prices: number[];
  priceMin: number;
  createdAt: number;
  titleKey: string;
};

/** SKUs by their words and as one, as both are typed. */
export const textsOf = ({ title, brand, categories, description, variants }: ProductDocument): Texts => ({
  title,
  brand,
  categories: categories.map(({ name }) => name),
  options: [...new Set(variants.flatMap(({ options }) => options.map(({ value }) => value)))],
  description,
  skus: [...new Set(variants.flatMap(({ sku }) => [wordsOf(sku).join(' '), compact(sku)]))],
});

/** What Postgres keeps of a product (tables.ts): the engine is told it beside the texts. */
export type KeptRow = {
  facetIds: number[];
  inStock: boolean;
  prices: number[];
  priceMin: number;
  createdAt: Date;
  titleKey: string;
};

export const engineDocument = (id: string, texts: Texts, { createdAt, ...kept }: KeptRow): EngineDocument => ({
  id,
  ...texts,
  ...kept,
  createdAt: createdAt.getTime(),
});
