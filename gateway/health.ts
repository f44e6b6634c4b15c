import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../kit/readiness.ts';

/** For whoever looks after the process: `/healthz` is it alive, `/readyz` can it serve and if not which part. What it measures is told at another port. */
export function mountHealth(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_, reply) => {
    const { ready, parts } = await readiness();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', parts });
  });
}
