import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Child, openChild, runChild } from './child.ts';
import type { ConstantJob, ConstantServer } from './limits/constant-server.ts';
import { closedLoop, type Loaded } from './load/closed-loop.ts';
import type { PageJob } from './load/page-load.ts';

const signal = new AbortController().signal;
const LOADER = new URL('./load/page-load.ts', import.meta.url);
let server: Child<ConstantServer>;

beforeAll(async () => {
  const file = new URL('./limits/constant-server.ts', import.meta.url);
  server = await openChild<ConstantJob, ConstantServer>(file, { body: '{"data":"ß"}' }, signal);
});
afterAll(() => server.close());

const load = (expected: string) => {
  const job: PageJob = { url: server.result.url, body: '{}', expected, callers: 2, seconds: 1, warmUpSeconds: 0 };
  return runChild<PageJob, Loaded>(LOADER, job, signal);
};

test('a page that is always right is measured', async () => {
  const { figures } = await load('{"data":"ß"}');
  expect(figures.count).toBeGreaterThan(0);
  expect(figures.p99).toBeGreaterThanOrEqual(figures.p50);
});

test('a page that differs in one byte is no measurement', async () => {
  await expect(load('{"data":"s"}')).rejects.toThrow('other bodies');
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
  const job: PageJob = { url: server.result.url, body: '{}', expected: '', callers: 1, seconds: 3600, warmUpSeconds: 0 };
  const running = runChild<PageJob, Loaded>(LOADER, job, abort.signal);
  abort.abort();
  await expect(running).rejects.toThrow('ended without an answer');
  await expect(runChild<PageJob, Loaded>(LOADER, job, abort.signal)).rejects.toThrow();
});
