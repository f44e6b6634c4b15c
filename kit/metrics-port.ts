import http from 'node:http';
import type { Log } from './log.ts';
import type { Readiness } from './readiness.ts';
import { freshen } from './scrape.ts';
import { metrics } from './telemetry.ts';

type Options = {
  /** 0: any that is free. */
  port: number;
  host: string;
  readiness: () => Promise<Readiness>;
  log: Log;
  /** For so long what was read for one scrape is good for the next (kit/scrape.ts). */
  againMs?: number;
};
type Answer = { status: number; type: string; body: string };

/**
 * How a process is watched, apart from whatever it serves: `/metrics` for Prometheus, `/healthz` is it alive, `/readyz` can it do its work and if not
 * which part. Nothing else is told here, and nothing can be changed. Rejects when the port is taken.
 */
export async function serveMetrics({ port, host, readiness, log, againMs }: Options): Promise<{ port: number; close(): Promise<void> }> {
  const pages: Record<string, () => Promise<Answer>> = {
    '/healthz': async () => json(200, { status: 'up', pid: process.pid }),
    '/readyz': async () => {
      const { ready, parts } = await readiness();
      return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
    },
    '/metrics': async () => {
      await freshen({ ...(againMs !== undefined && { againMs }) });
      return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    },
  };
  const server = http.createServer((request, response) => {
    answerTo(request, pages)
      .catch((err: unknown) => {
        log.error({ err, path: request.url }, 'what is watched could not be told');
        return json(500, { status: 'failing' });
      })
      .then(({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as { port: number }).port, close };
}

async function answerTo({ url = '/', method }: http.IncomingMessage, pages: Record<string, () => Promise<Answer>>): Promise<Answer> {
  const page = pages[url.split('?')[0]!];
  if (!page) return json(404, { error: `there are ${Object.keys(pages).join(', ')}` });
  return method === 'GET' || method === 'HEAD' ? page() : json(405, { error: 'this is for reading' });
}

const json = (status: number, body: object): Answer => ({ status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) });
