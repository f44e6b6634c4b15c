import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createLog } from './log.ts';
import { outsideService } from './outside-service.ts';
import { grown } from './testing/figure.ts';

let server: Server;
let answer: RequestListener;
let asked: { authorization: string | undefined; body: string }[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ authorization: request.headers.authorization, body });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = (_, response) => response.end('{"n":7,"more":true}');
});

const form = z.object({ n: z.int() });
const service = (credentials = '') => {
  const url = `http://${credentials}127.0.0.1:${(server.address() as AddressInfo).port}/rates`;
  return outsideService({ name: 'test', url, log: createLog('fatal'), timeoutMs: 200 });
};

test('asks by POST and JSON, with the credentials of its address, and gives what has the form', async () => {
  expect(await service('shop:a%20key@')({ weight: 5 }, form)).toEqual({ n: 7 });
  expect(asked).toEqual([{ authorization: `Basic ${Buffer.from('shop:a key').toString('base64')}`, body: '{"weight":5}' }]);
});

test.each<[string, RequestListener]>([
  ['is no success', (_, response) => response.writeHead(500).end('{"n":7}')],
  ['has another form', (_, response) => response.end('{"n":"seven"}')],
  ['is no JSON', (_, response) => response.end('seven')],
  ['leads elsewhere', (_, response) => response.writeHead(302, { location: '/other' }).end()],
  ['is too long', (_, response) => response.end(`{"n":7,"filler":"${'x'.repeat(300_000)}"}`)],
  ['is cut off', (_, response) => void response.write('{"n":', () => response.destroy())],
  ['does not come in time', () => {}],
  ['begins, and does not end in time', (_, response) => void response.write('{"n":')],
])('an answer that %s is none', async (_, how) => {
  answer = how;
  expect(await service()({}, form)).toBeNull();
});

const counted = (outcome: string) => `holdfast_outside_seconds_count{service="test",outcome="${outcome}"}`;

test('who has failed five times in a row is not asked for a while; both are counted', async () => {
  expect(await grown([counted('answered')], () => service()({}, form))).toEqual([1]);
  asked = [];
  answer = (_, response) => response.writeHead(503).end();
  const ask = service();
  const often = async () => {
    for (let i = 0; i < 8; i++) expect(await ask({}, form)).toBeNull();
  };
  expect(await grown([counted('failed'), counted('not asked')], often)).toEqual([5, 3]);
  expect(asked).toHaveLength(5);
});

test('nobody at the address is no answer either', async () => {
  expect(await outsideService({ name: 'test', url: 'http://127.0.0.1:9', log: createLog('fatal') })({}, form)).toBeNull();
});
