import { readFileSync } from 'node:fs';
import { buildSchema, getVariableValues, type OperationDefinitionNode, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleTabs, type Tab } from './examples.ts';
import { limitsRule } from './limits.ts';
import { testGateway } from './testing/gateway.ts';

let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  g = await testGateway({ examples: async () => ({ slug: 'a</script><b>', variantId: 'v1', search: 'shirt' }) });
});
afterAll(() => g.close());

const page = async () => (await g.send('/', { headers: { accept: 'text/html' } })).text;
const optionsOf = (html: string) =>
  JSON.parse(/<script type="application\/json" id="options">(.*?)<\/script>/s.exec(html)![1]!) as {
    endpoint: string;
    shop: string;
    defaultTabs: Tab[];
  };
const nameOf = ({ query }: Tab) => (parse(query).definitions[0] as OperationDefinitionNode).name?.value;

describe('the playground', () => {
  test('is a page that loads from here alone, and whose policy forbids anything else', async () => {
    const { status, headers, text } = await g.send('/', { headers: { accept: 'text/html' } });
    expect(status).toBe(200);
    const loaded = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
    expect(loaded.filter((url) => url.startsWith('/'))).toHaveLength(2);
    expect(loaded.every((url) => /^(\/playground\/|data:)/.test(url))).toBe(true);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(headers.get('content-security-policy')).not.toMatch(/https?:/);
  });

  test('sends its 8 MB compressed, once and for ever', async () => {
    const path = /src="([^"]+)"/.exec(await page())![1]!;
    const zipped = await fetch(g.url + path, { headers: { 'accept-encoding': 'gzip' } });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('cache-control')]).toEqual([
      'gzip',
      'public, max-age=31536000, immutable',
    ]);
    expect(Number(zipped.headers.get('content-length'))).toBeLessThan(3_000_000);
    const plain = await fetch(g.url + path, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await zipped.text()).toBe(await plain.text());
    expect((await g.send('/playground/none.js')).status).toBe(404);
  });

  test('opens with search, product, cart, checkout, order and an account; a new key on each page, the same in checkout and order', async () => {
    const [one, two] = [optionsOf(await page()), optionsOf(await page())];
    expect(one.defaultTabs.map(nameOf)).toEqual(['Search', 'Product', 'Cart', 'Checkout', 'Order', 'SignIn', 'Me']);
    const keys = [one, two].map(({ defaultTabs }) =>
      defaultTabs.slice(3, 5).map(({ variables }) => JSON.parse(variables!).input.idempotencyKey),
    );
    expect(new Set(keys[0]).size).toBe(1);
    expect(new Set(keys.flat()).size).toBe(2);
    expect([one.shop === two.shop, one.endpoint]).toEqual([true, '/graphql']);
  });

  test('each of its operations works as it stands', async () => {
    for (const { query, variables } of optionsOf(await page()).defaultTabs) {
      const answer = await g.shop(query, JSON.parse(variables!));
      expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200, errors: undefined });
    }
  });

  test('opens without examples of its own when the shop cannot be asked for any', async () => {
    const other = await testGateway({ examples: () => Promise.reject(new Error('search is down')) });
    const { status, text } = await other.send('/', { headers: { accept: 'text/html' } });
    expect([status, optionsOf(text).defaultTabs.map(nameOf), optionsOf(text).shop]).toEqual([200, ['Search', 'Categories'], null]);
    await other.close();
  });

  test('a program that asks for / is told where the API is', async () => {
    expect(JSON.parse((await g.send('/')).text)).toEqual({ name: 'Holdfast', graphql: '/graphql' });
  });
});

test('examples fit the storefront schema and the limits, with a shop or without', () => {
  const schema = buildSchema(readFileSync(new URL('../schema/storefront.graphql', import.meta.url), 'utf8'));
  for (const values of [{ slug: 'a', variantId: 'v', search: 'x' }, null]) {
    for (const { query, variables } of exampleTabs(values, 'a-key-of-its-own')) {
      const document = parse(query);
      expect([validate(schema, document), validate(schema, document, [limitsRule])]).toEqual([[], []]);
      const { variableDefinitions } = document.definitions[0] as OperationDefinitionNode;
      expect(getVariableValues(schema, variableDefinitions ?? [], JSON.parse(variables!)).errors).toBeUndefined();
    }
  }
});
