import type { AuditReport } from './contract.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { QueueDepths } from './queues.ts';

export const resolvers = (audit: () => Promise<AuditReport>, queues: QueueDepths): Resolvers => ({
  Query: {
    audit: () => audit(),
    jobQueues: async () => (await queues?.depths()) ?? [],
  },
});
