import { defineSubgraph } from '../../kit/subgraph.ts';
import { deliverDue } from './commands/deliver-due.ts';
import { forgetOld } from './commands/forget-old.ts';
import { saveSubscription } from './commands/subscriptions.ts';
import { EVENTS, webhooks } from './contract.ts';
import { queueDeliveries } from './reactions/queue-deliveries.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { createSender } from './sender.ts';

export default defineSubgraph({
  contract: webhooks,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: {},
  connections: 2,
  settings: ({ adminGraph, webhooksAllowPrivate }) => ({ adminGraph, allowPrivate: webhooksAllowPrivate }),
  build: ({ db: { sql }, settings, log }) => {
    const tools = { sql, send: createSender(settings), log, ...settings };
    return {
      commands: {
        deliverDue: (input) => deliverDue(tools, input),
        forgetOld: () => forgetOld(sql),
      },
      resolvers: resolvers(sql, (input) => saveSubscription(tools, input)),
      reactions: Object.fromEntries(Object.entries(EVENTS).map(([name, { source }]) => [source, queueDeliveries(name)])),
    };
  },
});
