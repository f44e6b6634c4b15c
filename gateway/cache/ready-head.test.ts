import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wire } from '../testing/wire.ts';
import { writeReadyHead } from './ready-head.ts';

const BODY = Buffer.from('{"data":"ä"}');
const HEADERS = { 'content-type': 'application/json', etag: '"x"' };
const LINES = Object.entries(HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

const server = http.createServer((request, response) => {
  if (request.url === '/ready') writeReadyHead(response, `HTTP/1.1 200 OK\r\n${LINES}`, BODY.length);
  else response.writeHead(200, { ...HEADERS, 'content-length': BODY.length });
  response.end(BODY);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());

/** Everything that comes back until the last of `count` answers is there whole, without the time of day. */
async function said(bytes: string, count: number): Promise<{ text: string; closes: boolean }> {
  const connection = await wire((server.address() as AddressInfo).port);
  await connection.write(bytes);
  await expect.poll(() => connection.text().split('}').length - 1).toBe(count);
  const closes = /connection: close/i.test(connection.text());
  if (closes) await expect.poll(() => connection.isClosed()).toBe(true);
  connection.abort();
  return { text: connection.text().replaceAll(/Date: .*\r\n/g, 'Date: now\r\n'), closes };
}

const asked = (path: string, rest: string) => `GET ${path} ${rest}\r\n\r\n`;

test.each([
  ['a connection that is kept', 'HTTP/1.1\r\nHost: shop', 1, false],
  ['a connection that is to be closed', 'HTTP/1.1\r\nHost: shop\r\nConnection: close', 1, true],
  ['HTTP/1.0', 'HTTP/1.0', 1, true],
  ['HTTP/1.0 that wants its connection kept', 'HTTP/1.0\r\nConnection: keep-alive', 1, false],
  ['three requests at once', 'HTTP/1.1\r\nHost: shop', 3, false],
])('the bytes are those of writeHead: %s', async (_, rest, count, closes) => {
  const plain = await said(asked('/plain', rest).repeat(count), count);
  expect(plain.text).toContain('content-length: 13\r\nDate: now\r\n');
  expect(await said(asked('/ready', rest).repeat(count), count)).toEqual(plain);
  expect(plain.closes).toBe(closes);
});
