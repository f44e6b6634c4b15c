import { describe, expect, it } from 'vitest';
import { demoProducts } from './demo-products.ts';
import { picture } from './pictures/picture.ts';

const products = demoProducts();
const variants = products.flatMap((product) => product.variants);
const distinct = (values: readonly string[]): number => new Set(values).size;

describe('the demo shop', () => {
  it('is large enough to browse', () => {
    expect(products.length).toBeGreaterThanOrEqual(240);
    expect(variants.length).toBeGreaterThanOrEqual(700);
    expect(distinct(products.map((product) => product.brand))).toBeGreaterThanOrEqual(6);
    const roots = distinct(products.map((product) => product.categoryPath[0] ?? ''));
    expect(roots).toBeGreaterThanOrEqual(4);
    expect(roots).toBeLessThanOrEqual(6);
    expect(new Set(products.map((product) => product.categoryPath.length))).toEqual(new Set([3]));
  });

  it('names everything once, in words that can stand in an address', () => {
    for (const key of ['externalId', 'slug', 'title', 'description'] as const) {
      expect(distinct(products.map((product) => product[key])), key).toBe(products.length);
    }
    expect(distinct(variants.map((variant) => variant.sku))).toBe(variants.length);
    for (const { slug, externalId } of products) {
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(externalId).toBe(`demo-${slug}`);
    }
    for (const { sku } of variants) expect(sku).toMatch(/^[A-Z]{3}(-[A-Z0-9]+)+$/);
  });

  it('gives no two categories the same name', () => {
    const paths = products.flatMap(({ categoryPath }) => categoryPath.map((_, depth) => categoryPath.slice(0, depth + 1)));
    const byPath = new Map(paths.map((path) => [path.join(' > '), path.at(-1) ?? '']));
    expect(distinct([...byPath.values()])).toBe(byPath.size);
  });

  it('tells the variants of a product apart by the same options', () => {
    for (const product of products) {
      const chosen = product.variants.map((variant) => variant.selectedOptions);
      expect(distinct(chosen.map((options) => JSON.stringify(options))), product.slug).toBe(chosen.length);
      expect(distinct(chosen.map((options) => options.map((option) => option.name).join())), product.slug).toBe(1);
      if (chosen.length === 1) expect(chosen, product.slug).toEqual([[]]);
    }
  });

  it('asks sensible prices', () => {
    for (const { sku, priceMinor, compareAtPriceMinor } of variants) {
      expect([0, 90], sku).toContain(priceMinor % 100);
      expect(priceMinor, sku).toBeGreaterThanOrEqual(990);
      if (compareAtPriceMinor !== undefined) expect(compareAtPriceMinor, sku).toBeGreaterThan(priceMinor);
    }
    expect(variants.some((variant) => variant.compareAtPriceMinor !== undefined)).toBe(true);
  });

  it('has plenty of most, little of some and nothing of a few', () => {
    const share = (from: number, to: number) => variants.filter(({ stock }) => stock >= from && stock <= to).length / variants.length;
    expect(share(20, 200)).toBeGreaterThan(0.8);
    expect(share(1, 4)).toBeGreaterThan(0.04);
    expect(share(0, 0)).toBeGreaterThan(0.02);
    expect(share(20, 200) + share(1, 4) + share(0, 0)).toBeCloseTo(1);
  });

  it('describes in two or three sentences', () => {
    for (const { slug, description } of products) {
      expect(description.split(/[.!?] (?=[A-Z])/).length, slug).toBeGreaterThanOrEqual(2);
      expect(description, slug).toMatch(/[.]$/);
      expect(description, slug).not.toContain('undefined');
    }
  });

  it('shows a picture that exists for every product and variant', () => {
    const images = [...products.flatMap((product) => product.images), ...variants.map((variant) => variant.image)];
    for (const { url, altText } of images) {
      expect(url).toMatch(/^\/pictures\/[a-z0-9-]+\.svg$/);
      expect(picture(url.replace('/pictures/', '')), url).not.toBeNull();
      expect(altText.length).toBeGreaterThan(10);
    }
    for (const product of products) expect(distinct(product.images.map((image) => image.url))).toBe(product.images.length);
  });

  it('is the same at every call and shares nothing between calls', () => {
    const again = demoProducts();
    expect(again).toEqual(products);
    again[0]?.categoryPath.push('changed');
    expect(demoProducts()).toEqual(products);
  });
});
