import type { FastifyInstance } from 'fastify';
import { metrics } from '../kit/telemetry.ts';
import { TimedOut, withDeadline } from './deadline.ts';

/** One for each part that must work for this process to serve; throws when it does not. */
export type Checks = Record<string, () => Promise<void>>;
type Options = { checks: Checks; refreshMetrics?: () => Promise<void>; isStopping: () => boolean; timeoutMs?: number };

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
]);

/** For whoever looks after the process: `/healthz` is it alive, `/readyz` can it serve and if not which part, `/metrics`. */
export function mountHealth(app: FastifyInstance, { checks, refreshMetrics, isStopping, timeoutMs = 2_000 }: Options): void {
  const look = singleFlight(() => lookAt(checks, timeoutMs));
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_, reply) => {
    const parts = isStopping() ? { gateway: 'stopping' } : await look();
    const ready = Object.values(parts).every((word) => word === 'ok');
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', parts });
  });
  app.get('/metrics', async (_, reply) => {
    await refreshMetrics?.();
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

async function lookAt(checks: Checks, timeoutMs: number): Promise<Record<string, string>> {
  const words = Object.entries(checks).map(
    async ([part, check]) => [part, await withDeadline(asked(check), timeoutMs).then(() => 'ok', why)] as const,
  );
  return Object.fromEntries(await Promise.all(words));
}

const asked = async (check: () => Promise<void>) => check();

/** One word that gives nothing away; the log of the part has the rest. */
function why(error: unknown): string {
  if (error instanceof TimedOut) return 'timeout';
  return UNREACHABLE.has((error as { code?: string } | null)?.code ?? '') ? 'unreachable' : 'failing';
}

/** Those who ask while an answer is under way share it. */
function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let flight: Promise<T> | null = null;
  return () => {
    flight ??= work().finally(() => {
      flight = null;
    });
    return flight;
  };
}
