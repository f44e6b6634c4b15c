import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { until } from './shopper.ts';
import { story } from './story.ts';

const PAGE = 'query($slug:String!){product(slug:$slug){id title variants{price{amountMinor}}}}';
const MANIFEST = new URL('../schema/documents/manifest.json', import.meta.url);

story(
  'a page is kept for the next who asks, and shows a new price at once when the merchant has changed it, at every gateway',
  async (me, { gateways }) => {
    const { slug, input } = await me.product(3);
    const read = async (base = gateways[0]!) => {
      const body = JSON.stringify({ query: PAGE, variables: { slug } });
      const response = await fetch(`${base}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const { data } = (await response.json()) as { data: { product: { variants: { price: { amountMinor: number } }[] } } };
      return {
        etag: response.headers.get('etag'),
        control: response.headers.get('cache-control'),
        price: data.product.variants[0]!.price.amountMinor,
      };
    };
    // while events about the new product still come, what is read is not kept
    const first = await until(
      () => read(),
      ({ etag }) => etag !== null,
      5_000,
    );
    expect(first).toMatchObject({ price: 1999, control: expect.stringContaining('public') });
    for (const gateway of gateways) expect(await read(gateway)).toMatchObject({ price: 1999, etag: first.etag });
    await me.manage('mutation($i:ProductInput!){productSave(input:$i){userErrors{code}}}', {
      i: { ...input, variants: [{ ...input.variants[0], priceMinor: 2499 }] },
    });
    for (const gateway of gateways) {
      const then = await until(
        () => read(gateway),
        ({ price }) => price === 2499,
        2_000,
      );
      expect(then.price).toBe(2499);
      expect(then.etag).not.toBe(first.etag);
    }
  },
);

story('a storefront asks for its pages by their hash, and is told 304 when it has them', async (me, { base }) => {
  const { slug } = await me.product(3);
  const { operations } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { operations: { id: string; name: string; body: string }[] };
  const page = operations.find(({ name }) => name === 'ProductPage')!;
  expect(page.id).toBe(createHash('sha256').update(page.body).digest('hex'));
  const url = `${base}/graphql?id=${page.id}&variables=${encodeURIComponent(JSON.stringify({ slug }))}`;
  const first = await fetch(url);
  expect(await first.json()).toMatchObject({ data: { product: { slug, variants: [{ availability: { status: 'LOW_STOCK' } }] } } });
  // while events about the new product still come, what is read is not kept
  const status = async () => {
    const { headers } = await fetch(url);
    return (await fetch(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } })).status;
  };
  expect(await until(status, (told) => told === 304, 5_000)).toBe(304);
});
