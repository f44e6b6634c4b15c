import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueCsv } from '../../bench/load/catalogue-csv.ts';
import { builtShop } from '../../kit/testing/built-shop.ts';
import { testDatabase } from '../../kit/testing/database.ts';
import type { Bookmark } from './bookmark.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** As schema/testing signs: the roles of the contexts belong to the whole server, and other suites are at work on it. */
const SECRET = 'a-secret-for-tests-only';
const PRODUCTS = 2_000;
const DEADLINE_MS = 120_000;

type Shop = Awaited<ReturnType<typeof openShop>>;
let folder: string;
let file: string;
let whole: Shop;
let cut: Shop;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'holdfast-import-'));
  file = path.join(folder, 'products.csv');
  let written = 0;
  for await (const text of catalogueCsv({ products: PRODUCTS, seed: 7 })) {
    appendFileSync(file, text);
    // each 100 products: a row that is refused, and one whose title an earlier product's address is taken by
    if (written > 0)
      appendFileSync(file, `${row(`No Price ${written}`, `no-price-${written}`, '')}${row('Same Title', `Not_a_slug_${written}`, '1')}`);
    written += 1;
  }
  appendFileSync(file, row('Late', 'same-title-2', '1'));
  [whole, cut] = await Promise.all([openShop('import_whole'), openShop('import_cut')]);
});
afterAll(async () => {
  await whole?.close();
  await cut?.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (title: string, handle: string, price: string) => `${title},${handle},,,,,,,,,,,${price},,,,,,\r\n`;

async function openShop(name: string) {
  const database = await testDatabase(name);
  const dataDir = path.join(folder, name);
  mkdirSync(dataDir);
  writeFileSync(path.join(dataDir, 'secret'), SECRET);
  const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'fatal', INIT_CWD: folder };
  const report = path.join(folder, `${name}.jsonl`);
  const run = (...args: string[]) => spawnSync(process.execPath, [...builtShop(), 'import', ...args], { cwd: ROOT, env, encoding: 'utf8' });
  const args = ['products.csv', '--report', report];
  return {
    report,
    sql: database.sql,
    run,
    import: (...more: string[]) => run(...args, ...more),
    start: () => spawn(process.execPath, [...builtShop(), 'import', ...args], { cwd: ROOT, env, stdio: 'ignore' }),
    bookmark(): Bookmark | null {
      const kept = path.join(dataDir, 'imports');
      const [name] = existsSync(kept) ? readdirSync(kept).filter((entry) => entry.endsWith('.json')) : [];
      return name === undefined ? null : (JSON.parse(readFileSync(path.join(kept, name), 'utf8')) as Bookmark);
    },
    async close() {
      await database.sql.unsafe(`DROP DATABASE IF EXISTS "${new URL(database.url).pathname.slice(1)}_stripe_simulator" WITH (FORCE)`);
      await database.drop();
    },
  };
}

/** All that an import has to do with, by the merchant's names. */
const catalogueOf = async ({ sql }: Shop) => ({
  products: [
    ...(await sql`
      SELECT external_id, p.slug, title, description, brand, c.path_key, images, status, version,
        (SELECT json_agg(json_build_array(sku, v.title, options, price_minor, compare_at_price_minor, image, retired) ORDER BY position)
         FROM catalog.variants v WHERE product_id = p.id) AS variants
      FROM catalog.products p LEFT JOIN catalog.categories c ON c.id = p.category_id ORDER BY external_id`),
  ],
  stock: [...(await sql`SELECT sku, available, reserved, sold FROM inventory.stock JOIN inventory.items USING (variant_id) ORDER BY sku`)],
  movements: [...(await sql`SELECT sku, delta, reason FROM inventory.movements JOIN inventory.items USING (variant_id) ORDER BY sku`)],
});
const events = async ({ sql }: Shop) =>
  (await sql`SELECT (SELECT count(*)::int FROM catalog.outbox) AS catalog, (SELECT count(*)::int FROM inventory.outbox) AS inventory`)[0];

test('a dry run says what the real run will, and changes nothing; the same file again changes nothing either', async () => {
  const dry = whole.import('--dry-run');
  expect(dry.status, dry.stderr).toBe(0);
  expect(dry.stdout).toContain('This was a dry run: nothing was changed.');
  const foretold = readFileSync(whole.report, 'utf8');
  expect(await catalogueOf(whole)).toEqual({ products: [], stock: [], movements: [] });
  expect(whole.bookmark()).toBeNull();

  const real = whole.import();
  expect(real.status, real.stderr).toBe(0);
  expect(readFileSync(whole.report, 'utf8')).toBe(foretold);
  const told = foretold
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(told.filter(({ code }) => code === 'PRICE_MISSING').length).toBe(PRODUCTS / 100);
  expect(told.at(-1)).toEqual({
    line: expect.any(Number),
    handle: 'same-title-2',
    column: 'URL handle',
    code: 'SLUG_TAKEN',
    message: expect.any(String),
    effect: 'PRODUCT',
  });
  const sum = `${PRODUCTS + PRODUCTS / 100} products with`;
  expect(real.stdout).toContain(`${sum}`);
  expect(dry.stdout).toContain(`${sum}`);
  expect(whole.bookmark()).toBeNull();

  const before = [await catalogueOf(whole), await events(whole)];
  expect((await catalogueOf(whole)).movements.length).toBeGreaterThan(PRODUCTS);
  const again = whole.import();
  expect(again.stdout).toContain('0 products are new, 0 changed');
  expect([await catalogueOf(whole), await events(whole)]).toEqual(before);
}, 240_000);

test('killed in the middle and started again, it ends as one run does: the catalogue, the stock and the report', async () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const reached = cut.bookmark()?.read ?? 0;
    const child = cut.start();
    const exited = once(child, 'exit');
    for (const deadline = Date.now() + DEADLINE_MS; (cut.bookmark()?.read ?? 0) <= reached; await pause(5)) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error('the import has not come anywhere');
    }
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    if (signal === 'SIGINT') expect(code).toBe(130);
    expect(cut.bookmark()?.read, `it was over before the ${signal}`).toBeLessThan(PRODUCTS);
  }
  const goneOn = cut.import();
  expect(goneOn.status, goneOn.stderr).toBe(0);
  expect(goneOn.stdout).toMatch(/An earlier run was cut off after \d/);
  expect(await catalogueOf(cut)).toEqual(await catalogueOf(whole));
  expect(await events(cut)).toEqual(await events(whole));
  expect(readFileSync(cut.report, 'utf8')).toBe(readFileSync(whole.report, 'utf8'));
  expect(cut.bookmark()).toBeNull();
}, 240_000);

test.each([
  [['nowhere.csv'], 2, 'There is no file'],
  [['products.csv', '--currency', 'EURO'], 2, '--currency is "EURO"'],
  [['products.csv', '--fast'], 2, '--fast'],
  [['latin.csv'], 1, 'line 2: A character is not UTF-8'],
])('%j ends with %i and says why', (args, code, said) => {
  writeFileSync(path.join(folder, 'latin.csv'), Buffer.from('Handle,Title,Variant Price\na,Café,1\n', 'latin1'));
  const { status, stderr } = whole.run(...args);
  expect([status, stderr]).toEqual([code, expect.stringContaining(said)]);
});
