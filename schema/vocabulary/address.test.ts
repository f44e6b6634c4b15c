import { expect, test } from 'vitest';
import { type Address, checkAddress } from './address.ts';
import { regionCodeOf } from './countries.ts';

const BERLIN: Address = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const faultsOf = (over: Partial<Address>) => checkAddress({ ...BERLIN, ...over }, ['shippingAddress']).map(({ path }) => path.join('.'));

test.each<Partial<Address>>([
  {},
  { postalCode: ' D-10115 ' },
  { countryCode: 'US', postalCode: '94043-1351', city: 'Mountain View' },
  { countryCode: 'US', postalCode: '94043', region: 'somewhere' },
  { countryCode: 'GB', postalCode: 'sw1a1aa', city: 'London' },
  { countryCode: 'JP', postalCode: '1000001', city: 'Tokyo' },
  { countryCode: 'CA', postalCode: 'K1A 0B1', city: 'Ottawa' },
  { countryCode: 'HK', postalCode: '', city: 'Kowloon' },
  { countryCode: 'IE', postalCode: '', city: 'Dublin' },
  { countryCode: 'SG', postalCode: '018956', city: '' },
  // nothing is known that its addresses need
  { countryCode: 'PA', postalCode: 'whatever', city: '' },
])('%j can be delivered to', (over) => {
  expect(faultsOf(over)).toEqual([]);
});

test.each<[Partial<Address>, string[]]>([
  [{ countryCode: 'XK' }, ['shippingAddress.countryCode']],
  [{ countryCode: 'UK', postalCode: 'SW1A 1AA' }, ['shippingAddress.countryCode']],
  [{ postalCode: '1011' }, ['shippingAddress.postalCode']],
  [{ postalCode: 'SW1A 1AA' }, ['shippingAddress.postalCode']],
  [{ countryCode: 'US', postalCode: '9404' }, ['shippingAddress.postalCode']],
  [{ postalCode: '' }, ['shippingAddress.postalCode']],
  [{ name: ' ', city: '' }, ['shippingAddress.name', 'shippingAddress.city']],
  [{ line1: 'x'.repeat(201) }, ['shippingAddress.line1']],
])('%j cannot, and the answer names each part', (over, paths) => {
  expect(faultsOf(over)).toEqual(paths);
});

test('a region is known by its code and by its name', () => {
  expect([regionCodeOf('US', 'California'), regionCodeOf('US', ' ca '), regionCodeOf('US', 'CA'), regionCodeOf('DE', 'Berlin')]).toEqual([
    'CA',
    'CA',
    'CA',
    'Berlin',
  ]);
});
