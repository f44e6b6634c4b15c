import { expect, test } from 'vitest';
import { MEASURES, readOptions } from './options.ts';

test('without arguments everything is measured', () => {
  expect(readOptions([])).toMatchObject({ seconds: 3, only: MEASURES, profile: null });
});

test('measures are named, and run in their own order', () => {
  expect(readOptions(['hot', 'read'])).toMatchObject({ only: ['read', 'hot'], products: 100_000 });
});

test('selling is measured under one name', () => {
  expect(readOptions(['write'])).toMatchObject({ only: ['checkout', 'stripe', 'hot'] });
});

test.each([
  [['--seconds', '0'], '--seconds is "0"'],
  [['--seconds', 'soon'], '--seconds is "soon"'],
  [['--products', '12'], '--products is "12"'],
  [['cart'], '"cart" is no measure'],
  [['--fast'], '--fast'],
])('%j is said to be wrong', (args, fault) => {
  expect(readOptions(args)).toEqual({ fault: expect.stringContaining(fault) });
});

test('help is not a measurement', () => {
  expect(readOptions(['--help'])).toBeNull();
});
