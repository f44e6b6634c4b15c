import { ConfigError } from '../kit/config.ts';
import type { Log } from '../kit/log.ts';
import { serveMetrics } from '../kit/metrics-port.ts';
import type { Queues } from '../kit/queue.ts';
import { queueSamples } from '../kit/queue-depth.ts';
import type { Readiness } from '../kit/readiness.ts';
import { onScrape } from '../kit/scrape.ts';
import type { Environment } from './environment.ts';
import type { Stopper } from './stopper.ts';

/** So far above the port of what it serves: 9464 beside 4000, as it is usual. */
const ABOVE = 5_464;
const LAST_PORT = 65_535;

export type Watch = {
  /** Null where nobody is to watch. */
  url: string | null;
  /** How it stands from now on; until then it says that it is starting. */
  told(readiness: () => Promise<Readiness>): void;
  /** From now on it is not ready any more. */
  leave(): void;
  close(): Promise<void>;
};

/** The port beside `beside`; below it where above there is none. A port that is any free one is watched at any free one. */
export const metricsPortBeside = (beside: number): number =>
  beside === 0 ? 0 : beside + ABOVE > LAST_PORT ? beside - ABOVE : beside + ABOVE;

/**
 * Where this process is watched, from the first moment of its start to the last of its end: before anything slow, so that a port that is
 * taken is said at once. `part` serves at `port`.
 */
export async function openWatch(
  part: string,
  port: number,
  { metrics }: Pick<Environment, 'metrics'>,
  log: Log,
  againMs?: number,
): Promise<Watch> {
  let stands: () => Promise<Readiness> = async () => notReady(part, 'starting');
  const given = metrics.port ?? metricsPortBeside(port);
  const told = (readiness: () => Promise<Readiness>) => {
    stands = readiness;
  };
  const leave = () => told(async () => notReady(part, 'stopping'));
  if (given === 'off') return { url: null, told, leave, close: async () => {} };
  const { host } = metrics;
  const server = await serveMetrics({ port: given, host, readiness: () => stands(), log, ...(againMs !== undefined && { againMs }) }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new ConfigError(
        `METRICS_PORT ${given} is taken by another program. For example: METRICS_PORT=${given + 1}, or METRICS_PORT=off`,
      );
    },
  );
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${server.port}/metrics`, told, leave, close: server.close };
}

const notReady = (part: string, why: string): Readiness => ({ ready: false, parts: { [part]: why } });

/** Of a process that has the queues before it; those of the gateway and of the jobs say the same. */
export const watchQueues = (queues: Pick<Queues, 'depths'>, stopper: Stopper, log: Log): void =>
  void stopper.add(
    'watch of the queues',
    onScrape('queues', async () => queueSamples(await queues.depths()), log),
    async (end) => end(),
  );
