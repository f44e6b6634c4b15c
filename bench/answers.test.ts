import { spawnSync } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openChild } from './child.ts';
import type { ConstantJob, ConstantServer } from './limits/constant-server.ts';
import { closedLoop } from './load/closed-loop.ts';
import type { PageRequest } from './load/wrk.ts';
import type { BenchWorld } from './measures/bench-world.ts';
import { measured } from './read/measured.ts';
import type { Shop } from './shop.ts';

const SERVER = new URL('./limits/constant-server.ts', import.meta.url);
const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
const page: PageRequest = {
  method: 'POST',
  path: '/graphql',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{ \\"ß\\" }\\n"}',
};

/** Measures a server as if it were the shop; `answer` is given the number of the request and its body. */
async function measure(answer: (n: number, body: string) => { status?: number; body: string }): Promise<number> {
  let asked = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status = 200, body } = answer(asked++, Buffer.concat(chunks).toString());
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shop = { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cpuMs: () => null } as unknown as Shop;
  const world = { seconds: 1, signal: new AbortController().signal } as BenchWorld;
  try {
    let count = 0;
    for await (const row of measured(world, {
      measure: 'page',
      shop,
      requests: [page],
      callers: [2],
      isRight: ({ data }) => data !== null,
    }))
      count += row.ours.count;
    return count;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const PAGE = '{"data":{"page":"ß"}}';

test.skipIf(!hasWrk)('pages that are always right are measured, and asked for byte by byte as they were meant (needs wrk)', async () => {
  let other = 0;
  const count = await measure((_, body) => {
    if (body !== page.body) other++;
    return { body: PAGE };
  });
  expect(count).toBeGreaterThan(0);
  expect(other).toBe(0);
});

test.skipIf(!hasWrk)(
  'a page that changes under the load is no measurement, nor is a status that is none of success (needs wrk)',
  async () => {
    await expect(measure((n) => ({ body: n < 20 ? PAGE : '{"data":{"page":"s"}}' }))).rejects.toThrow('has changed');
    await expect(measure((n) => ({ status: n < 20 ? 200 : 503, body: PAGE }))).rejects.toThrow('statuses');
  },
);

test('a page with an error is not measured at all', async () => {
  await expect(measure(() => ({ body: '{"data":null,"errors":[]}' }))).rejects.toThrow('is wrong');
});

test('one wrong answer ends all callers of a closed loop', async () => {
  let asked = 0;
  const act = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (++asked === 100) throw new Error('sold out');
  };
  await expect(closedLoop({ callers: 8, seconds: 3600, warmUpSeconds: 0 }, act)).rejects.toThrow('sold out');
  const then = asked;
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBeLessThan(then + 8);
});

test('a process that is ended counts as a failure, and so does an interruption', async () => {
  const abort = new AbortController();
  abort.abort();
  const job: ConstantJob = { body: '{}' };
  await expect(openChild<ConstantJob, ConstantServer>(SERVER, job, abort.signal)).rejects.toThrow();
  const broken = new URL('./no-such-file.ts', import.meta.url);
  await expect(openChild<ConstantJob, ConstantServer>(broken, job, new AbortController().signal)).rejects.toThrow(
    'ended without an answer',
  );
});
