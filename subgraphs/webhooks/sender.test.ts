import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSender } from './sender.ts';

let server: http.Server;
let url: string;
const asked: string[] = [];
beforeAll(async () => {
  server = http.createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/moved') return response.writeHead(302, { location: `${url}/elsewhere` }).end('moved');
    if (request.url === '/never') return;
    if (request.url === '/slow-body') return response.writeHead(200).write('begun');
    if (request.url === '/endless') {
      const more = () => response.write('x'.repeat(64 * 1024), () => !response.destroyed && setImmediate(more));
      response.writeHead(200);
      return more();
    }
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const send = (path: string) => createSender({ allowPrivate: true, timeoutMs: 300 })(url + path, {}, '{}');

test('a redirect is an answer like any other, and is not followed', async () => {
  expect(await send('/moved')).toEqual({ status: 302, text: 'moved' });
  expect(asked).not.toContain('/elsewhere');
});

test('who does not answer, or not to the end, is waited for so long and no longer', async () => {
  expect(await send('/never')).toEqual({ status: null, text: 'no answer within 0.3 s' });
  expect(await send('/slow-body')).toEqual({ status: 200, text: 'begun' });
});

test('of an endless answer the beginning is read', async () => {
  expect(await send('/endless')).toEqual({ status: 200, text: 'x'.repeat(2_000) });
});

test('nobody there is a reason, not a fault', async () => {
  expect(await createSender({ allowPrivate: true })('http://127.0.0.1:1/', {}, '{}')).toMatchObject({
    status: null,
    text: expect.stringContaining('ECONNREFUSED'),
  });
});

test('nothing is sent to an address that is not public, by number or by name', async () => {
  const guarded = createSender({ allowPrivate: false });
  const before = asked.length;
  const { port } = new URL(url);
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
    expect(await guarded(`https://${host}:${port}/`, {}, '{}')).toMatchObject({
      status: null,
      text: expect.stringContaining('public Internet'),
    });
  }
  expect(asked).toHaveLength(before);
});
