import type { Log } from '../kit/log.ts';
import { contextUrl } from '../kit/migrate.ts';
import type { Purges } from '../kit/purges.ts';
import { createPostgresPurges } from '../kit/purges-postgres.ts';
import { createRedisPurges } from '../kit/purges-redis.ts';
import type { SharedCache } from '../kit/shared-cache.ts';
import type { Signer } from '../kit/sign.ts';

type Options = { databaseUrl: string; redisUrl: string | undefined; signer: Signer; log: Log };
export type Between = { purges: Purges; sharedCache: SharedCache | null };

/** How the processes of one shop tell each other what has changed: by Redis, where there is one (it then keeps answers too), else by Postgres. */
export function openPurges({ databaseUrl, redisUrl, signer, log }: Options): Between {
  if (!redisUrl) return { purges: createPostgresPurges({ url: contextUrl(databaseUrl, 'jobs', signer), log }), sharedCache: null };
  const { purges, cache } = createRedisPurges({ url: redisUrl, log });
  return { purges, sharedCache: cache };
}
