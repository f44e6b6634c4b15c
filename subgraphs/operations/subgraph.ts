import { defineSubgraph } from '../../kit/subgraph.ts';
import { payments } from '../payments/contract.ts';
import { audit } from './commands/audit.ts';
import { operations } from './contract.ts';
import type { QueueDepths } from './queues.ts';
import { resolvers } from './resolvers.ts';

export default defineSubgraph({
  contract: operations,
  schema: new URL('./schema.graphql', import.meta.url),
  uses: { payments },
  connections: 2,
  statementTimeoutMs: 60_000,
  settings: (config) => ({ queues: config.queues as QueueDepths }),
  build: ({ db: { sql }, use, settings }) => ({
    commands: { audit: (scope) => audit(sql, use.payments, scope) },
    resolvers: resolvers(() => audit(sql, use.payments), settings.queues),
  }),
});
