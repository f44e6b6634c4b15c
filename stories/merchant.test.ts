import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { command } from './command.ts';
import { until } from './shopper.ts';
import { story } from './story.ts';

const HEADER = 'Title,URL handle,Vendor,Type,Status,SKU,Option1 name,Option1 value,Price,Inventory quantity';

story(
  'a merchant imports a file while the shop runs; the bad row is named, and the same file again changes nothing',
  async (me, { env }) => {
    const word = `Quokka${randomUUID().slice(0, 6)}`;
    const rows = [
      `${word} scarf,${word}-scarf,Woolworks,Scarves,active,${word}-S,Size,S,19.90,4`,
      `,${word}-scarf,,,,${word}-L,Size,L,"1,019.90",2`,
      `${word} hat,${word}-hat,Woolworks,Hats,active,${word}-HAT,,,cheap,5`,
    ];
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-import-'));
    const file = path.join(folder, 'products.csv');
    writeFileSync(file, [HEADER, ...rows].join('\r\n'));
    const run = () => command(env, 'import', file);

    const first = await run();
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('1 products with 2 variants taken');
    expect(first.stderr).toMatch(/line 4: .*PRICE_INVALID/);
    const find = () =>
      me.ask('query($s:String!){products(search:$s){nodes{title inStock variants{id sku price{amountMinor}}}}}', { s: word });
    const [scarf] = (await until(find, (answer) => answer.products.nodes[0]?.inStock, 10_000)).products.nodes;
    expect(scarf.variants.map((variant: { price: { amountMinor: number } }) => variant.price.amountMinor)).toEqual([1990, 101_990]);

    expect((await me.settled(me.buyingOne(scarf.variants[0].id))).__typename).toBe('CheckoutCompleted');
    expect((await run()).status).toBe(0);
    expect(
      await until(
        () => me.stock(scarf.variants[0].id),
        (stock) => stock.reserved === 0,
        5_000,
      ),
    ).toEqual({ available: 3, reserved: 0, sold: 1 });
    rmSync(folder, { recursive: true });
  },
  120_000,
);

story(
  'a merchant takes everything out, and putting it back changes nothing',
  async (_, { env }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-export-'));
    const file = path.join(folder, 'all.csv');
    const out = await command(env, 'export', file);
    const [, products, leftOut] = (/^(\d+) products with .* (\d+) left out/m.exec(out.stdout) ?? []).map(Number) as [
      number,
      number,
      number,
    ];
    expect(out.status, out.stderr).toBe(leftOut > 0 ? 1 : 0);
    expect(products).toBeGreaterThan(100);
    expect(await command(env, 'export', file)).toMatchObject({ status: 2, stderr: expect.stringContaining('--force') });
    for (const how of [['--dry-run'], []]) {
      const back = await command(env, 'import', file, ...how);
      expect(back.status, back.stderr).toBe(0);
      expect(back.stdout).toMatch(new RegExp(`0 products (are|would be) new, 0 changed, ${products} the same`));
      expect(back.stdout).toContain('0 rows refused, 0 values corrected');
    }
    rmSync(folder, { recursive: true });
  },
  180_000,
);

story('a changed price and an archived product show within two seconds', async (me) => {
  const word = `Numbat${randomUUID().slice(0, 6)}`;
  const { variantId, input } = await me.product(5, { title: `${word} lamp` });
  const find = () => me.ask('query($s:String!){products(search:$s,sort:PRICE_ASC){nodes{priceRange{min{amountMinor}}}}}', { s: word });
  await until(find, (answer) => answer.products.nodes.length === 1, 5_000);
  await me.manage('mutation($i:ProductInput!){productSave(input:$i){userErrors{code}}}', {
    i: { ...input, variants: [{ ...input.variants[0], priceMinor: 777 }] },
  });
  expect(
    (await until(find, (answer) => answer.products.nodes[0]?.priceRange.min.amountMinor === 777, 2_000)).products.nodes[0].priceRange.min
      .amountMinor,
  ).toBe(777);
  await me.manage('mutation($e:String!){productArchive(externalId:$e){userErrors{code}}}', { e: input.externalId });
  expect((await until(find, (answer) => answer.products.nodes.length === 0, 2_000)).products.nodes).toEqual([]);
  expect((await me.settled(me.buyingOne(variantId))).userErrors[0].code).toBe('VARIANT_NOT_FOUND');
});
