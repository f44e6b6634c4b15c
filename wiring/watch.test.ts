import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ConfigError } from '../kit/config.ts';
import { createLog } from '../kit/log.ts';
import { freePort } from '../kit/free-port.ts';
import { metricsPortBeside, openWatch, type Watch } from './watch.ts';

const log = createLog('silent');
const HOST = '127.0.0.1';
const at = (port: number | 'off' | undefined) => ({ metrics: { port, host: HOST } });
const page = async (watch: Watch, name: string, method = 'GET') => fetch(new URL(name, watch.url!), { method });

let watch: Watch;
afterEach(() => watch.close());

test('it is watched from its start to its end, and says at each moment how it stands', async () => {
  watch = await openWatch('checkout', 0, at(undefined), log);
  const ready = async () => {
    const answer = await page(watch, 'readyz');
    return [answer.status, await answer.json()];
  };
  expect((await page(watch, 'healthz')).status).toBe(200);
  expect(await ready()).toEqual([503, { status: 'not ready', parts: { checkout: 'starting' } }]);
  watch.told(async () => ({ ready: true, parts: { checkout: 'ok' } }));
  expect(await ready()).toEqual([200, { status: 'ready', parts: { checkout: 'ok' } }]);
  watch.leave();
  expect(await ready()).toEqual([503, { status: 'not ready', parts: { checkout: 'stopping' } }]);
});

test('it tells of nothing else, and nothing can be sent to it', async () => {
  watch = await openWatch('checkout', 0, at(0), log);
  const metrics = await page(watch, 'metrics');
  expect([metrics.status, metrics.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=/)]);
  expect(await metrics.text()).toMatch(/^holdfast_nodejs_eventloop_lag_p99_seconds \d/m);
  expect((await page(watch, 'graphql')).status).toBe(404);
  expect((await page(watch, 'metrics', 'POST')).status).toBe(405);
  expect(await (await page(watch, 'metrics', 'HEAD')).text()).toBe('');
});

test('a port that is taken is one line that names the variable', async () => {
  const other = net.createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, HOST, resolve));
  const fault = await openWatch('checkout', 4105, at(port), log).catch((error: unknown) => error);
  other.close();
  expect(fault).toBeInstanceOf(ConfigError);
  expect((fault as Error).message).toMatch(new RegExp(`^METRICS_PORT ${port} is taken by another program. For example: METRICS_PORT=`));
  watch = await openWatch('checkout', 4105, at('off'), log);
  expect(watch.url).toBeNull();
});

test('without a port of its own it goes by the one that it serves at', () => {
  expect([4000, 4100, 4105, 0, 60_071, 60_072].map(metricsPortBeside)).toEqual([9464, 9564, 9569, 0, 65_535, 54_608]);
});
