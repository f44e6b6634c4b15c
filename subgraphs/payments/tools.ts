import type { Sql } from 'postgres';
import type { Log } from '../../kit/log.ts';
import type { PaymentWriter } from './payment-writer.ts';
import type { Provider } from './provider.ts';

/** What the commands of this context work with. */
export type Tools = { sql: Sql; writer: PaymentWriter; provider: Provider; log: Log };
