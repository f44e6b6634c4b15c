import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress, isLoopback } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test.each([
  ['nobody is believed unless told so', 0, '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  ['one proxy: whom it heard', 1, '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['one proxy: what the client has made up stands further left', 1, '10.0.0.1', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
  ['two proxies', 2, '10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['fewer than there should be: the outermost', 2, '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['no header: the socket', 1, '203.0.113.9', undefined, '203.0.113.9'],
  ['no address in it: the socket', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
  ['IPv4 as IPv6', 0, '::ffff:203.0.113.9', undefined, '203.0.113.9'],
  ['IPv6: its network', 0, '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  ['IPv6, shortened', 0, '2001:db8::6', undefined, '2001:db8:0:0::/64'],
  ['IPv6, the same network written otherwise', 1, '10.0.0.1', '2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['IPv6 with a zone', 0, 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
  ['this machine', 0, '::1', undefined, '::1'],
])('%s', (_, proxies, remote, forwarded, expected) => {
  expect(clientAddress(from(remote, forwarded), proxies)).toBe(expected);
});

test('what is of this machine', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true]);
  expect(['128.0.0.1', '2001:db8:0:0::/64', ''].map(isLoopback)).toEqual([false, false, false]);
});
