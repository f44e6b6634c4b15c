import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPurges } from '../kit/purges.ts';
import { announceRush } from '../kit/rush.ts';
import { testGateway } from './testing/gateway.ts';

const PAGE = 'query Page($slug: String!) { product(slug: $slug) { id title } }';
const DOCUMENTS = [
  PAGE,
  'query Other($slug: String!, $size: Int!) { product(slug: $slug) { images(size: $size) { url } } }',
  'query List($first: Int! = 3) { products(first: $first) { totalCount } }',
  '{ broken',
];

test('the pages of a sale are ready before it opens, and nothing else is asked for', async () => {
  const purges = createPurges();
  const documents = new Map(DOCUMENTS.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
  const g = await testGateway({ purges, config: { responseCacheBytes: 1_000_000, trustedDocuments: { documents, only: false } } });
  const asked = (name: string) => g.stubs.asked.filter((fetch) => fetch.name === name).map(({ query }) => query);
  const variants = [{ id: 'v1' }, { id: 'v2' }];
  g.stubs.before = {
    checkout: () => ({ data: { sale: { variants: variants.map((variant) => ({ __typename: 'ProductVariant', ...variant })) } }, tags: [] }),
  };
  announceRush(purges, ['019a0000-0000-7000-8000-000000000000']);
  const page = () => asked('catalog').filter((query) => query.includes('title'));
  await expect.poll(() => page().length).toBe(1);
  const answer = await g.shop(PAGE, { slug: 'shirt' });
  expect(answer.data).toEqual({ product: { id: 'p1', title: 'Shirt' } });
  expect(page()).toHaveLength(1);
  expect(asked('search')).toEqual([]);
  expect(asked('checkout')).toHaveLength(1);
  await g.close();
});
