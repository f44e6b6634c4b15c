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
import { keepAudit, mayAudit, shouldAskProvider } from './kept-audits.ts';
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
    const auditAndKeep = async (scope: Scope = {}, provider: typeof use.payments | null = use.payments) => {
      const report = await audit(sql, provider, scope);
      if (!scope.only) await keepAudit(sql, report, log);
      return report;
    };
    const auditWhenDue = async ({ everySeconds }: { everySeconds: number }) => {
      if (!(await mayAudit(sql, everySeconds))) return { findings: null };
      const { findings } = await auditAndKeep({}, (await shouldAskProvider(sql)) ? use.payments : null);
      return { findings: findings.length };
    };
    return {
      commands: {
        audit: (scope) => auditAndKeep(scope),
        auditWhenDue,
        planRepairs: () => planRepairs(sql, use, settings.queues),
        applyRepairs: (input) => applyRepairs(sql, use, input),
      },
      resolvers: resolvers(() => auditAndKeep(), settings.queues),
      samples: () => booksSamples(sql, settings.currency),
    };
  },
});
