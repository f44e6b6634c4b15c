import { defineSubgraph } from '../../kit/subgraph.ts';
import { checkout } from '../checkout/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { orders } from '../orders/contract.ts';
import { payments } from '../payments/contract.ts';
import { applyRepairs } from './commands/apply-repairs.ts';
import { audit } from './commands/audit.ts';
import { planRepairs } from './commands/plan-repairs.ts';
import { operations } from './contract.ts';
import type { QueueDepths } from './queues.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';

export default defineSubgraph({
  contract: operations,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { checkout, inventory, orders, payments },
  connections: 2,
  statementTimeoutMs: 60_000,
  settings: (config) => ({ queues: config.queues as QueueDepths }),
  build: ({ db: { sql }, use, settings }) => ({
    commands: {
      audit: (scope) => audit(sql, use.payments, scope),
      planRepairs: () => planRepairs(sql, use, settings.queues),
      applyRepairs: (input) => applyRepairs(sql, use, input),
    },
    resolvers: resolvers(() => audit(sql, use.payments), settings.queues),
  }),
});
