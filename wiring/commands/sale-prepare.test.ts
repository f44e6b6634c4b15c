import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ROOT } from '../../kit/identity.ts';
import { openShopFloor } from '../testing/shop-floor.ts';
import { run } from './sale-prepare.ts';

let shop: Awaited<ReturnType<typeof openShopFloor>>;
const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-sale-prepare-'));
beforeAll(async () => {
  shop = await openShopFloor();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await shop?.close();
});
afterEach(() => vi.restoreAllMocks());

/** The exit code, and what was printed. */
async function prepare(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  for (const to of ['log', 'error'] as const) vi.spyOn(console, to).mockImplementation((line: string) => void lines.push(line));
  const code = await run(args, { ...shop.config, checkoutCapacity: 40, providerCallsPerSecond: 1_000 });
  return { code, text: lines.join('\n') };
}

async function graph(context: string, query: string, variables: object) {
  const identity = { audience: 'admin' as const, customerId: null, staff: ROOT, traceId: 'test' };
  const { data, errors } = await shop.transport.peer(context).query({ query, variables: { ...variables }, identity });
  if (errors) throw new Error(errors.map((error) => error.message).join('; '));
  return data as Record<string, unknown>;
}

async function sale(slug: string, units: number): Promise<string> {
  const id = await shop.variant(units);
  const { stock } = await graph('inventory', 'query($id:ID!){stock(variantId:$id){sku}}', { id });
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const input = {
    slug,
    name: 'Drop',
    opensAt: at(600),
    endsAt: at(4_200),
    skus: [(stock as { sku: string }).sku],
    admissionsPerSecond: 100,
  };
  const { saleSave } = await graph('checkout', 'mutation($input:SaleInput!){saleSave(input:$input){sale{id} userErrors{code}}}', { input });
  return (saleSave as { sale: { id: string } }).sale.id;
}

describe('sale:prepare', () => {
  test('reckons with the sale, its stock and its line, and with what the drill has measured', async () => {
    const saleId = await sale('summer-drop', 600);
    const input = { saleId, visitorId: 'ada' };
    await graph('checkout', 'mutation($input:JoinWaitingRoomInput!){joinWaitingRoom(input:$input){ticket{id}}}', { input });
    const report = path.join(folder, 'report.json');
    writeFileSync(report, JSON.stringify({ capacity: { checkoutsPerSecond: 70, browsePerSecond: 900, boundBy: 'the provider' } }));
    const { code, text } = await prepare('--sale', 'summer-drop', '--from', report);
    expect(code).toBe(0);
    for (const said of [
      /Sale summer-drop "Drop": SCHEDULED, opens in \d+ min/,
      /1 variant, 600 units free, 0 held/,
      /in line +1 so far; reckoned with 1/,
      /wanted +100\/s/,
      /let in +30\/s: CHECKOUT_CAPACITY binds/,
      /sold out +after 20 s/,
      /at 70\/s checkouts and 900\/s pages a process, as the drill measured, bound by the provider/,
      /CHECKOUT_CAPACITY=134/,
      /2 of each of catalog, inventory, cart, checkout, orders, payments/,
      /PROVIDER_CALLS_PER_SECOND=325/,
      /\d+ connections at most; \d+ are allowed, [1-9]\d* open now/,
      /There is no limit per customer/,
    ])
      expect(text).toMatch(said);
    expect((await prepare('--sale', 'summer-drop', '--capacity', '20', '--visitors', '3000')).text).toMatch(
      /reckoned with 3,000[\s\S]*at 20 checkouts\/s a process, as given[\s\S]*7 of each of/,
    );
  });

  test('does not reckon with a drill of which no run has passed', async () => {
    await sale('early-drop', 10);
    const report = path.join(folder, 'failed.json');
    for (const capacity of [null, { checkoutsPerSecond: null, browsePerSecond: 900 }]) {
      writeFileSync(report, JSON.stringify({ capacity }));
      expect((await prepare('--sale', 'early-drop', '--from', report)).text).toMatch(
        /the drill has measured no capacity[\s\S]*checkout +not known[\s\S]*No capacity was measured/,
      );
    }
  });

  test('warns of a sale with nothing to sell', async () => {
    await sale('empty-drop', 0);
    expect((await prepare('--sale', 'empty-drop', '--capacity', '50')).text).toMatch(
      /there is nothing to sell[\s\S]*No unit of it is free/,
    );
  });

  test('says what is wrong: no such sale, no sale named, figures that are none', async () => {
    expect(await prepare('--sale', 'nowhere', '--capacity', '5')).toEqual({ code: 1, text: 'There is no sale nowhere.' });
    for (const args of [[], ['--sale', 'x', '--capacity', '0'], ['--sale', 'x', '--visitors', '-1'], ['--sale', 'x', '--wrong']])
      expect((await prepare(...args)).code, args.join(' ')).toBe(2);
    const report = path.join(folder, 'broken.json');
    for (const text of ['{', '{}', '{"capacity":{"checkoutsPerSecond":0,"browsePerSecond":1}}']) {
      writeFileSync(report, text);
      await expect(prepare('--sale', 'x', '--from', report)).rejects.toThrow(`${report} `);
    }
    await expect(prepare('--sale', 'x', '--from', path.join(folder, 'absent.json'))).rejects.toThrow('cannot be read');
  });
});
