import { expect, test } from 'vitest';
import type { ProductRow, VariantRow } from './rows.ts';
import { productForm } from './shared-form.ts';
import { shown } from './shown.ts';

const at = new Date('2026-01-31T09:00:00.123Z');
const row: ProductRow = {
  id: 'p1',
  externalId: 'coat',
  slug: 'coat',
  title: 'Grüße 🎈',
  description: null,
  brand: 'Nord',
  categoryId: null,
  images: [{ url: 'https://example.com/coat.jpg', altText: null }],
  status: 'ACTIVE',
  version: 3,
  createdAt: at,
  updatedAt: at,
} as never;
const variant = (id: string, retired: boolean): VariantRow =>
  ({
    id,
    productId: 'p1',
    sku: id,
    title: id,
    options: [{ name: 'Size', value: id }],
    priceMinor: 1990,
    compareAtPriceMinor: retired ? null : 2990,
    currencyCode: 'EUR',
    image: null,
    retired,
  }) as never;

test('a product that went to another process and came back is the same, what is worked out of it included', () => {
  const product = shown(row, [variant('s', false), variant('m', false), variant('old', true)]);
  expect(productForm.decode(productForm.encode(product))).toEqual(product);
});

test('bytes that are no product are none', () => {
  expect(productForm.decode(Buffer.from('of another time'))).toBeNull();
});
