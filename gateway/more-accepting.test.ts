import http from 'node:http';
import net from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { acceptMore } from './more-accepting.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(): Promise<{ server: http.Server; port: number }> {
  const server = http.createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { server, port: (server.address() as net.AddressInfo).port };
}

/** How many turns of the event loop go by until all who knock at once are let in. */
async function turnsFor(server: http.Server, port: number, visitors: number): Promise<number> {
  let accepted = 0;
  server.on('connection', () => accepted++);
  const sockets = Array.from({ length: visitors }, () => net.connect(port, '127.0.0.1'));
  closing.push(() => sockets.forEach((socket) => void socket.destroy()));
  let turns = 0;
  for (; accepted < visitors && turns < 10_000; turns++) await turn();
  expect(accepted).toBe(visitors);
  return turns;
}

test('sixteen visitors are let in at a turn instead of one', async () => {
  const alone = await listening();
  expect(await turnsFor(alone.server, alone.port, 160)).toBeGreaterThanOrEqual(160);
  const { server, port } = await listening();
  const more = await acceptMore(server);
  closing.push(() => more.close());
  expect(await turnsFor(server, port, 160)).toBeLessThan(40);
});

test('whoever comes by any of the handles is answered, and a close lets them finish and takes nobody new', async () => {
  const { server, port } = await listening();
  const more = await acceptMore(server);
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())));
  expect(new Set(answers)).toEqual(new Set(['here']));
  const closed = Promise.all([more.close(), new Promise((resolve) => server.close(resolve))]);
  server.closeIdleConnections();
  await closed;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
