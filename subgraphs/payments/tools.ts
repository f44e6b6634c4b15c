import type { Sql } from 'postgres';
import type { Log } from '../../kit/log.ts';
import type { Provider } from './provider.ts';

/** What the commands of this context work with. */
export type Tools = { sql: Sql; provider: Provider; log: Log };
