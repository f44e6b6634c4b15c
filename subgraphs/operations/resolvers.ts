import { mustBeAdmin } from '../../kit/identity.ts';
import type { AuditReport } from './contract.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { QueueDepths } from './queues.ts';

export const resolvers = (audit: () => Promise<AuditReport>, queues: QueueDepths): Resolvers => ({
  Query: {
    audit: (_, _args, { identity }) => {
      mustBeAdmin(identity);
      return audit();
    },
    jobQueues: async (_, _args, { identity }) => {
      mustBeAdmin(identity);
      return (await queues?.depths()) ?? [];
    },
  },
});
