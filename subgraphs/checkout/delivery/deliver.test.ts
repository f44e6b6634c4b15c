import { describe, expect, test } from 'vitest';
import type { OutsideService } from '../../../kit/outside-service.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { deliverBy } from './deliver.ts';
import { type LiveRates, liveRatesBy } from './live-rates.ts';
import { everywhere } from './options.ts';
import { parcelOf } from './rates.ts';
import { DeliveryRules } from './rules.ts';

const RULES = DeliveryRules.parse({
  zones: [
    { name: 'islands', countries: ['DE'], postalCodes: ['27498', '25846..25869', '265*'], methods: [] },
    {
      name: 'Germany',
      countries: ['DE'],
      methods: [
        { id: 'flat', name: 'Flat', rates: { EUR: { flatMinor: 700, freeFromMinor: 5_000 }, KWD: { flatMinor: 250 } }, minDays: 2 },
        {
          id: 'weight',
          name: 'By weight',
          rates: {
            EUR: {
              byWeight: [
                { upToGrams: 1_000, priceMinor: 400 },
                { upToGrams: 5_000, priceMinor: 900 },
              ],
            },
          },
        },
        { id: 'total', name: 'By total', rates: { EUR: { byTotal: [{ upToMinor: 1_999, priceMinor: 600 }, { priceMinor: 100 }] } } },
      ],
    },
    {
      name: 'abroad',
      countries: ['FR', 'PL'],
      methods: [{ id: 'carrier', name: 'Carrier', live: true, rates: { EUR: { flatMinor: 1_500 } }, maxDays: 9 }],
    },
    { name: 'Portugal', countries: ['PT'], methods: [{ id: 'quoted', name: 'As quoted', live: true }] },
  ],
});
const to = (countryCode: string, postalCode = '10115') => ({ countryCode, postalCode, city: 'Town', region: null });
const parcel = (unitPriceMinor: number, weightGrams: number | null, currencyCode = 'EUR') =>
  parcelOf(currencyCode, [{ sku: 'A', quantity: 2, unitPriceMinor, weightGrams }], undefined);

/** What it costs by method, in the order in which it is offered; or why not. */
async function prices(
  ...[what, where, only = null, live = null]: [ReturnType<typeof parcel>, ReturnType<typeof to>, (string | null)?, (LiveRates | null)?]
) {
  const ways = await deliverBy(RULES, live)(what, where, only);
  return isRefused(ways) ? ways.refused[0]!.code : Object.fromEntries(ways.map(({ id, priceMinor }) => [id, priceMinor]));
}

describe('what delivery costs', () => {
  test('by weight, by total, flat and free from a value on; the cheapest first', async () => {
    expect(Object.entries((await prices(parcel(900, 400), to('DE'))) as object)).toEqual([
      ['weight', 400],
      ['total', 600],
      ['flat', 700],
    ]);
    expect(await prices(parcel(1_000, 501), to('DE'))).toEqual({ weight: 900, total: 100, flat: 700 });
    expect(await prices(parcel(2_500, 500), to('DE'))).toEqual({ weight: 400, total: 100, flat: 0 });
  });

  test('what is too heavy for a method, or has no known weight, does not go by it', async () => {
    expect(await prices(parcel(900, 2_501), to('DE'))).toEqual({ total: 600, flat: 700 });
    expect(await prices(parcel(900, null), to('DE'))).toEqual({ total: 600, flat: 700 });
    expect(parcelOf('EUR', [{ sku: 'A', quantity: 3, unitPriceMinor: 1 }], 250).weightGrams).toBe(750);
    expect(await prices(parcel(900, 0), to('DE'))).toMatchObject({ weight: 400 });
  });

  test('a method has a price in each currency in which it is offered', async () => {
    expect(await prices(parcel(900, 1, 'KWD'), to('DE'))).toEqual({ flat: 250 });
    expect(await prices(parcel(900, 1, 'USD'), to('DE'))).toEqual({});
  });

  test('the first zone that holds the address counts; one without methods, or none at all, is not delivered to', async () => {
    for (const postalCode of ['27498', '25850', '26 548', '26510'])
      expect(await prices(parcel(900, 1), to('DE', postalCode))).toBe('NOT_DELIVERED_THERE');
    for (const postalCode of ['25845', '25870', '2749', ''])
      expect(await prices(parcel(900, 1), to('DE', postalCode))).toMatchObject({ flat: 700 });
    expect(await prices(parcel(900, 1), to('JP'))).toBe('NOT_DELIVERED_THERE');
  });

  test('the short form of the settings is one zone, which is the world', async () => {
    const ways = deliverBy(everywhere([{ id: 'a', name: 'A', priceMinor: { EUR: 490 }, minDays: 2 }]), null);
    expect(await ways(parcel(900, 1), to('JP', ''), null)).toEqual([{ id: 'a', name: 'A', priceMinor: 490, minDays: 2 }]);
  });
});

describe('live rates', () => {
  test('are asked of the methods that want them, and only where one of them is looked at', async () => {
    const asked: string[][] = [];
    const live: LiveRates = async (_, __, methods) => {
      asked.push(methods.map(({ id }) => id));
      return new Map([['carrier', { id: 'carrier', name: 'Carrier', priceMinor: 1_234 }]]);
    };
    expect(await prices(parcel(900, 1), to('FR'), null, live)).toEqual({ carrier: 1_234 });
    expect(await prices(parcel(900, 1), to('FR'), 'other', live)).toEqual({});
    expect(await prices(parcel(900, 1), to('DE'), null, live)).toMatchObject({ flat: 700 });
    expect(asked).toEqual([['carrier']]);
  });

  test('what the carrier does not name it cannot carry; when nobody answers the table counts', async () => {
    expect(await prices(parcel(900, 1), to('FR'), null, async () => new Map())).toEqual({});
    expect(await prices(parcel(900, 1), to('FR'), null, async () => null)).toEqual({ carrier: 1_500 });
    expect(await prices(parcel(900, 1), to('PT'), null, async () => null)).toEqual({});
  });
});

describe('a service for live rates', () => {
  let question: object;
  const saying =
    (...rates: object[]): OutsideService =>
    async (asked, form) => {
      question = asked;
      return form.safeParse({ rates }).data ?? null;
    };
  const rate = { methodId: 'carrier', priceMinor: 1_234, currencyCode: 'EUR' };
  const address = { ...to('FR', '75001'), name: 'Ada Byron', line1: '1 Row' };

  test('is told the parcel and where it goes, and not to whom', async () => {
    expect(await prices(parcel(900, 5), address, null, liveRatesBy(saying(rate)))).toEqual({ carrier: 1_234 });
    expect(question).toEqual({
      destination: to('FR', '75001'),
      parcel: { currencyCode: 'EUR', subtotalMinor: 1_800, weightGrams: 10, lines: [{ sku: 'A', quantity: 2, weightGrams: 5 }] },
      methods: [{ id: 'carrier', name: 'Carrier' }],
    });
  });

  test('gives no answer in another currency, nor below nothing: then the table counts', async () => {
    for (const odd of [{ currencyCode: 'USD' }, { priceMinor: -1 }])
      expect(await prices(parcel(900, 1), to('FR'), null, liveRatesBy(saying({ ...rate, ...odd })))).toEqual({ carrier: 1_500 });
  });
});

test.each<[string, object]>([
  ['zones.0.methods.0.rates.EUR', { flatMinor: 1, byTotal: [{ priceMinor: 1 }] }],
  ['zones.0.methods.0.rates.EUR', { freeFromMinor: 1 }],
  [
    'zones.0.methods.0.rates.EUR.byWeight',
    {
      byWeight: [
        { upToGrams: 10, priceMinor: 1 },
        { upToGrams: 10, priceMinor: 2 },
      ],
    },
  ],
  ['zones.0.methods.0.rates.EUR.byWeight', { byWeight: [{ priceMinor: 1 }, { upToGrams: 10, priceMinor: 2 }] }],
  ['zones.0.methods.0.rates.EUR.flatMinor', { flatMinor: 4.9 }],
])('rules that mean nothing are refused at %s', (place, rate) => {
  const zone = { name: 'Z', countries: ['DE'], methods: [{ id: 'a', name: 'A', rates: { EUR: rate } }] };
  expect(DeliveryRules.safeParse({ zones: [zone] }).error?.issues[0]?.path.join('.')).toBe(place);
});
