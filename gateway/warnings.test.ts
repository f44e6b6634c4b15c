import { afterAll, beforeAll, expect, test } from 'vitest';
import { testGateway } from './testing/gateway.ts';

let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  g = await testGateway();
});
afterAll(() => g.close());

test('what was not as usual is said beside the data, once, and only then', async () => {
  g.stubs.before.search = () => ({ data: { products: { totalCount: 1, degraded: true } }, warnings: ['SEARCH_DEGRADED', 'SOMETHING_NEW'] });
  const { status, text } = await g.shop('{ products { totalCount degraded } }');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    data: { products: { totalCount: 1, degraded: true } },
    extensions: {
      warnings: [
        { code: 'SEARCH_DEGRADED', message: expect.stringContaining('catalog') },
        { code: 'SOMETHING_NEW', message: 'This answer is not as it usually is.' },
      ],
    },
  });
  g.stubs.before = {};
  expect(JSON.parse((await g.shop('{ categories { id } }')).text)).toEqual({ data: { categories: [] } });
});
