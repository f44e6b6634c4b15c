import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { addressFault, isPublic, PrivateAddress, publicLookup } from './receiver-address.ts';

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['127.0.0.1', false],
  ['127.9.9.9', false],
  ['10.0.0.1', false],
  ['172.16.3.4', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['localhost', false],
])('%s is an address of the public Internet: %s', (address, is) => {
  expect(isPublic(address)).toBe(is);
});

test.each([
  'http://shop.example.com/',
  'ftp://shop.example.com/',
  'https://user:secret@shop.example.com/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'nowhere',
])('%s is refused when it is named', (url) => {
  expect(addressFault(url, false)).toMatch(/[.]$/);
});

test('an address of the public Internet is taken, and on a developer’s machine any', () => {
  expect(addressFault('https://shop.example.com/hook?x=1', false)).toBeNull();
  for (const url of ['http://127.0.0.1:4300/', 'https://localhost/', 'http://[::1]:4300/']) expect(addressFault(url, true)).toBeNull();
});

test('a name is refused when it leads to this machine, for one address and for all', async () => {
  const lookup = promisify(publicLookup as (name: string, options: object, done: (error: Error | null) => void) => void);
  await expect(lookup('localhost', { all: true })).rejects.toBeInstanceOf(PrivateAddress);
  await expect(lookup('localhost', {})).rejects.toBeInstanceOf(PrivateAddress);
});
