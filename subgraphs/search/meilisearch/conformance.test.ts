import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { conformanceSuite } from '../testing/conformance-suite.ts';
import { meilisearchDouble } from '../testing/double/double.ts';
import { noPublished } from '../testing/double/openapi.ts';
import { testIndex } from '../testing/test-index.ts';
import { connectServer, dropIndex } from './server.ts';

const indexName = () => `holdfast_test_${randomBytes(4).toString('hex')}`;

const real = process.env.MEILISEARCH_URL;
const apiKey = process.env.MEILISEARCH_API_KEY ?? null;
describe.skipIf(!real)(real ? 'a real server' : 'a real server (SKIPPED: MEILISEARCH_URL is not set)', () => {
  const index = indexName();
  conformanceSuite('Meilisearch', ({ peers }) => testIndex(peers, { url: real!, apiKey, index }), 15);
  afterAll(async () => {
    if (real) await dropIndex(connectServer(real, apiKey), index);
  });
});

describe.skipIf(noPublished)(noPublished ? `the double (SKIPPED: ${noPublished})` : 'the double', () => {
  let double: Awaited<ReturnType<typeof meilisearchDouble>>;
  conformanceSuite(
    'Meilisearch, as published',
    async ({ peers }) => {
      double = await meilisearchDouble({ apiKey: 'key' });
      return testIndex(peers, { url: double.url, apiKey: 'key', index: indexName() });
    },
    15,
  );
  test('nothing was asked or answered that is not in the published document', () => {
    expect(double.asked.length).toBeGreaterThan(100);
    expect([...new Set(double.violations)]).toEqual([]);
  });
  afterAll(() => double?.close());
});
