import { defineSubgraph } from '../../kit/subgraph.ts';
import { checkout } from '../checkout/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { orders } from '../orders/contract.ts';
import { payments } from '../payments/contract.ts';
import { booksSamples } from './books-state.ts';
import { applyRepairs } from './commands/apply-repairs.ts';
import { audit, type Scope } from './commands/audit.ts';
import { planRepairs } from './commands/plan-repairs.ts';
import { operations } from './contract.ts';
import { keepAudit, mayAudit } from './kept-audits.ts';
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
  settings: (config) => ({ queues: config.queues as QueueDepths, currency: config.currency }),
  build: ({ db: { sql }, use, settings, log }) => {
    const auditAndKeep = async (scope: Scope = {}) => {
      const report = await audit(sql, use.payments, scope);
      if (!scope.only) await keepAudit(sql, report, log);
      return report;
    };
    return {
      commands: {
        audit: auditAndKeep,
        auditWhenDue: async ({ everySeconds }) => ({
          findings: (await mayAudit(sql, everySeconds)) ? (await auditAndKeep()).findings.length : null,
        }),
        planRepairs: () => planRepairs(sql, use, settings.queues),
        applyRepairs: (input) => applyRepairs(sql, use, input),
      },
      resolvers: resolvers(auditAndKeep, settings.queues),
      samples: () => booksSamples(sql, settings.currency),
    };
  },
});
