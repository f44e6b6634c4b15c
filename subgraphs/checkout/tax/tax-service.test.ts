import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { outsideService } from '../../../kit/outside-service.ts';
import { taxServiceBy } from './tax-service.ts';

let server: Server;
let answer: object;
let asked: unknown;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked = JSON.parse(body);
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const to = { countryCode: 'US', postalCode: '98101', city: 'Seattle', region: 'WA', name: 'Ada Byron', line1: '1 Row' };
const lines = [
  { sku: 'A', quantity: 2, taxClass: 'standard', amountMinor: 2_000 },
  { sku: 'B', quantity: 1, taxClass: 'food', amountMinor: 500 },
];
const taxable = { to, currencyCode: 'USD', lines, deliveryMinor: 700 };
const ask = (included: boolean) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return taxServiceBy(outsideService({ name: 'tax', url, log: createLog('fatal') }))(taxable, included);
};
const taxed = (ratePercent: number, taxMinor: number) => ({ ratePercent, taxMinor });

test('is told what is sold and where it goes, and not to whom; its amounts are taken as they are', async () => {
  answer = { lines: [taxed(10.35, 207), taxed(0, 0)], delivery: taxed(10.35, 72) };
  expect(await ask(false)).toEqual({
    included: false,
    lines: [
      { taxClass: 'standard', ratePpm: 103_500, taxMinor: 207 },
      { taxClass: 'food', ratePpm: 0, taxMinor: 0 },
    ],
    deliveryTaxMinor: 72,
    rates: [
      { ratePpm: 103_500, netMinor: 2_700, taxMinor: 279 },
      { ratePpm: 0, netMinor: 500, taxMinor: 0 },
    ],
  });
  const destination = { countryCode: 'US', postalCode: '98101', city: 'Seattle', region: 'WA' };
  expect(asked).toEqual({ destination, currencyCode: 'USD', pricesIncludeTax: false, lines, delivery: { amountMinor: 700 } });
});

test('what is in the prices is taken out of what is taxed', async () => {
  answer = { lines: [taxed(25, 400), taxed(25, 100)], delivery: taxed(25, 140) };
  expect(await ask(true)).toMatchObject({ included: true, rates: [{ ratePpm: 250_000, netMinor: 2_560, taxMinor: 640 }] });
});

test.each<[string, object]>([
  ['is about fewer lines', { lines: [taxed(10, 207)], delivery: taxed(10, 70) }],
  ['says nothing of delivery', { lines: [taxed(10, 200), taxed(10, 50)] }],
  ['taxes a line with more than it costs', { lines: [taxed(10, 2_001), taxed(10, 50)], delivery: taxed(10, 70) }],
  ['has fractions', { lines: [taxed(10, 0.5), taxed(10, 50)], delivery: taxed(10, 70) }],
])('an answer that %s is none', async (_, given) => {
  answer = given;
  expect(await ask(false)).toBeNull();
});
