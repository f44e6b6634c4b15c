import type { FastifyInstance } from 'fastify';
import { metrics } from '../kit/telemetry.ts';
import type { Log } from '../kit/log.ts';
import { withDeadline } from './deadline.ts';
import { silenceOf } from './silence.ts';

/** One for each part that must work for this process to serve; throws when it does not. */
export type Checks = Record<string, () => Promise<void>>;
type Options = {
  /** Without one of these the process is not ready. */
  checks: Checks;
  /** Told of, and no more: a process that can sell is not taken out for the want of them. */
  spareChecks: Checks;
  log: Log;
  refreshMetrics?: () => Promise<void>;
  isStopping: () => boolean;
};

/** Longer than any part that is well takes; shorter than the patience of whoever looks. */
const PATIENCE_MS = 2_000;
const SPARE_PATIENCE_MS = 500;

/** For whoever looks after the process: `/healthz` is it alive, `/readyz` can it serve and if not which part, `/metrics`. */
export function mountHealth(app: FastifyInstance, { checks, spareChecks, log, refreshMetrics, isStopping }: Options): void {
  const look = singleFlight(async () => {
    const [needed, spare] = await Promise.all([lookAt(checks, PATIENCE_MS), lookAt(spareChecks, SPARE_PATIENCE_MS)]);
    return { ready: Object.values(needed).every((word) => word === 'ok'), parts: { ...needed, ...spare } };
  });
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_, reply) => {
    const { ready, parts } = isStopping() ? { ready: false, parts: { gateway: 'stopping' } } : await look();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', parts });
  });
  app.get('/metrics', async (_, reply) => {
    // what cannot be refreshed is told as it was: the rest is wanted just then
    if (refreshMetrics)
      await withDeadline(asked(refreshMetrics), PATIENCE_MS).catch((err: unknown) => log.warn({ err }, 'metrics are not fresh'));
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
const why = (error: unknown): string => silenceOf(error) ?? 'failing';

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
