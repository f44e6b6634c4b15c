import { readFileSync } from 'node:fs';
import { createLog } from '../kit/log.ts';
import type { Environment } from './environment.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** What runs here, and on what: the first line that somebody looks for who wonders which version this was. */
export function tellStart(part: string, config: Environment): void {
  createLog(config.logLevel).info(
    {
      part,
      version,
      node: process.version,
      queues: config.redisUrl ? 'redis' : 'postgres',
      search: config.meilisearch ? 'meilisearch' : 'postgres',
      payments: config.stripe.secretKey ? 'stripe' : 'simulator',
      mails: config.mail.smtpUrl ? 'smtp' : 'nowhere',
      traces: config.traces?.exporter ?? 'nowhere',
    },
    'a process of the shop is up',
  );
}
