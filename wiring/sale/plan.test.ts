import { describe, expect, test } from 'vitest';
import type { SaleOutlook } from '../../subgraphs/checkout/contract.ts';
import { planSale } from './plan.ts';
import { warningsOf } from './warnings.ts';

const SALE: SaleOutlook = {
  slug: 'drop',
  name: 'Drop',
  phase: 'SCHEDULED',
  opensInSeconds: 3_600,
  endsInSeconds: 7_200,
  admissionsPerSecond: 100,
  maxPerCustomer: 2,
  paused: false,
  draining: false,
  variants: 1,
  available: 500,
  reserved: 0,
  waiting: 0,
  beside: 0,
  database: { maxConnections: 100, connections: 20 },
};
const MEASURED = { checkoutsPerSecond: 70, browsePerSecond: 1_000 };
const limits = (checkoutCapacity: number, providerCallsPerSecond: number) => ({ checkoutCapacity, providerCallsPerSecond });

describe('how many are let in', () => {
  test.each([
    ['the shop', limits(40, 1_000), 30, 'shop'],
    ['the provider', limits(1_000, 65), 20, 'provider'],
    ['the merchant', limits(1_000, 1_000), 100, 'wanted'],
  ])('is bound by %s', (_, shop, admitted, boundBy) => {
    const plan = planSale(SALE, shop, MEASURED, 90);
    expect(plan).toMatchObject({ admitted, boundBy, soldOutAfterSeconds: 500 / admitted, lineServedAfterSeconds: 90 / admitted });
  });

  test('is shared with sales that run beside it', () => {
    expect(planSale({ ...SALE, beside: 1 }, limits(40, 1_000), MEASURED, 0)).toMatchObject({
      admitted: 15,
      terms: { shop: 15, wanted: 100 },
    });
  });
});

describe('what it takes to let in as many as are wanted', () => {
  test('is a quarter more than that, in whole processes, and three calls and a quarter each', () => {
    expect(planSale(SALE, limits(40, 100), MEASURED, 0).needs).toMatchObject({
      checkoutCapacity: 134,
      checkoutProcesses: 2,
      providerCallsPerSecond: 325,
      gatewayProcesses: 1,
    });
  });

  test('lets in as many when it is configured', () => {
    for (const beside of [0, 2]) {
      const sale = { ...SALE, beside };
      const { checkoutCapacity, providerCallsPerSecond } = planSale(sale, limits(1, 1), MEASURED, 0).needs;
      expect(planSale(sale, limits(checkoutCapacity, providerCallsPerSecond), MEASURED, 0).boundBy).toBe('wanted');
      expect(planSale(sale, limits(checkoutCapacity - 4, providerCallsPerSecond), MEASURED, 0).boundBy).toBe('shop');
    }
  });

  test('of polls: each second in front, each 15 s far behind', () => {
    const polls = (visitors: number) => planSale(SALE, limits(1, 1), MEASURED, visitors).needs.pollsPerSecond;
    expect(polls(0)).toBe(0);
    expect(polls(400)).toBe(400);
    // 4 s of those who ask each second, 56 s in between, and 40 s of those who ask each 15 s
    expect(polls(10_000)).toBe(Math.ceil(100 * (4 + 4 * Math.log(15) + 40 / 15)));
    expect(planSale(SALE, limits(1, 1), MEASURED, 1_000_000).needs.gatewayProcesses).toBeGreaterThan(1);
  });

  test('is not known where nothing was measured', () => {
    const { needs } = planSale(SALE, limits(40, 100), { checkoutsPerSecond: null, browsePerSecond: null }, 0);
    expect(needs).toMatchObject({ checkoutProcesses: null, gatewayProcesses: null, checkoutCapacity: 134 });
  });
});

describe('warnings', () => {
  const warned = (over: Partial<SaleOutlook>, about: { capacity?: number | null; connections?: number; simulated?: boolean } = {}) => {
    const sale = { ...SALE, ...over };
    const measured = { ...MEASURED, checkoutsPerSecond: about.capacity === undefined ? 2_000 : about.capacity };
    const shop = limits(1_000, 1_000);
    const { connections = 60, simulated = false } = about;
    return warningsOf({ sale, plan: planSale(sale, shop, measured, 0), limits: shop, measured, connections, simulated }).join('\n');
  };
  test('there is none when all is well', () => {
    expect(warned({})).toBe('');
  });
  test.each([
    [{ phase: 'ENDED' as const }, {}, /is over/],
    [{ phase: 'OPEN' as const, opensInSeconds: -5 }, {}, /has opened already/],
    [{ available: 0 }, {}, /No unit/],
    [{ paused: true }, {}, /paused/],
    [{ draining: true }, {}, /drains/],
    [{ maxPerCustomer: null }, {}, /no limit per customer/],
    [{}, { capacity: null }, /No capacity was measured/],
    [{}, { capacity: 70 }, /CHECKOUT_CAPACITY is 1000, and one process was measured at 70\/s: that takes 15/],
    [{ admissionsPerSecond: 400 }, {}, /307.7\/s are let in, not the 400\/s that are wanted: PROVIDER_CALLS_PER_SECOND binds/],
    [{ available: 400_000 }, {}, /not sold out when it ends: that takes 67 minutes, and it lasts 60/],
    [{ beside: 1 }, {}, /1 other sale runs/],
    [{}, { connections: 101 }, /101 connections, and Postgres allows 100/],
    [{}, { simulated: true }, /simulated/],
  ])('%j %j', (sale, about, words) => {
    const text = warned(sale, about);
    expect(text).toMatch(words);
    expect(text.split('\n')).toHaveLength(1);
  });
});
