import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from './log.ts';
import { type Purged, type Purges, purgeListeners } from './purges.ts';
import { createOutgoing } from './purges-outgoing.ts';
import { createSharedCache, PURGE, type SharedCache } from './shared-cache.ts';

const CHANNEL = 'holdfast:purges';
/** Who looks does not wait for a Redis that is away. */
const COMMAND_MS = 100;
const CONNECT_MS = 2_000;
const BEAT_MS = 3_000;
const SILENT_MS = 10_000;

type Options = { url: string; log: Log };

/**
 * Between the processes of one Redis, by publish and subscribe; and what they keep together there. A purge marks its tags in
 * Redis and tells the others in one step, so that nothing older than it is taken for fresh afterwards.
 */
export function createRedisPurges({ url, log }: Options): { purges: Purges; cache: SharedCache } {
  const { tell, subscribe } = purgeListeners();
  const me = randomUUID();
  const options = { connectTimeout: CONNECT_MS, retryStrategy: (times: number) => Math.min(times * 50, 1_000), keepAlive: 5_000 };
  const redis = new Redis(url, { ...options, commandTimeout: COMMAND_MS, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const ear = new Redis(url, { ...options, autoResubscribe: false, maxRetriesPerRequest: null });
  let heardAt: number | null = null;

  const send = async (purged: Purged) => {
    const tags = purged === 'all' ? ['*'] : purged;
    await redis.eval(PURGE, 0, CHANNEL, JSON.stringify({ from: me, tags: purged }), ...tags);
  };
  const outgoing = createOutgoing(send);

  ear.on('ready', () => {
    ear.subscribe(CHANNEL).then(
      () => {
        heardAt = performance.now();
        tell('all');
      },
      () => ear.disconnect(true),
    );
  });
  ear.on('close', () => {
    heardAt = null;
  });
  ear.on('message', (_: string, text: string) => {
    heardAt = performance.now();
    const { from, tags } = JSON.parse(text) as { from: string; tags: Purged };
    if (from !== me) tell(tags);
  });
  for (const connection of [redis, ear])
    connection.on('error', (err: Error) => log.warn({ err }, 'Redis cannot be reached: what is kept stays in this process'));
  // what it says itself it hears again: whoever hears nothing is deaf, whatever its connection says
  const beat = setInterval(() => {
    redis.publish(CHANNEL, JSON.stringify({ from: me, tags: [] })).catch(() => {});
    if (heardAt !== null && performance.now() - heardAt > SILENT_MS) ear.disconnect(true);
  }, BEAT_MS);

  const purges: Purges = {
    publish(tags) {
      tell(tags);
      outgoing.add(tags);
    },
    subscribe,
    sent: outgoing.sent,
    hears: () => heardAt !== null,
    async close() {
      await outgoing.close();
      clearInterval(beat);
      for (const connection of [redis, ear]) connection.disconnect();
    },
  };
  // what this process has changed and not yet said, others' copies there do not know
  return { purges, cache: createSharedCache(redis, () => !outgoing.waits() && heardAt !== null) };
}
