import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_KEY, testGateway } from './testing/gateway.ts';

let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  g = await testGateway();
});
afterAll(() => g.close());

const ask = (shipment: string, key = ADMIN_KEY) =>
  g.send(`/admin/pick-list?shipment=${shipment}`, { headers: { authorization: `Bearer ${key}` } });

test('a parcel is printed with what is in it and where it goes, and nothing in it is taken for markup', async () => {
  const { status, headers, text } = await ask('s1');
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).toContain('<td>2</td><td>SKU-1</td><td>Shirt &lt;M&gt; &amp; &quot;more&quot;</td>');
  expect(text).toContain('Ada<br>1<br>10115 Berlin<br>DE');
});

test('it is for staff alone, and a shipment that is not there is said to be none', async () => {
  expect((await ask('s1', 'guessed')).status).toBe(401);
  expect((await g.send('/admin/pick-list?shipment=s1')).status).toBe(401);
  expect((await ask('s2')).status).toBe(404);
  expect((await g.send('/admin/pick-list', { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).status).toBe(404);
});

test('while fulfillment cannot be asked there is no page, and the fault is not shown', async () => {
  g.stubs.before.fulfillment = () => {
    throw new Error('secret words');
  };
  const { status, text } = await ask('s1');
  delete g.stubs.before.fulfillment;
  expect(status).toBe(502);
  expect(text).not.toContain('secret words');
});
