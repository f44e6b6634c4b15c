import { expect, test } from 'vitest';
import { MEASURES, readOptions } from './options.ts';

test('without arguments everything is measured', () => {
  expect(readOptions([])).toMatchObject({ seconds: 3, only: MEASURES, profile: null });
});

test('measures can be named twice or with commas, and run in their own order', () => {
  expect(readOptions(['--only', 'hot,list', '--only', 'product'])).toMatchObject({ only: ['product', 'list', 'hot'] });
});

test.each([
  [['--seconds', '0'], '--seconds is "0"'],
  [['--seconds', 'soon'], '--seconds is "soon"'],
  [['--only', 'cart'], '--only is "cart"'],
  [['--fast'], '--fast'],
])('%j is said to be wrong', (args, fault) => {
  expect(readOptions(args)).toEqual({ fault: expect.stringContaining(fault) });
});

test('help is not a measurement', () => {
  expect(readOptions(['--help'])).toBeNull();
});
