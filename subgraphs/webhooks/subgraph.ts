import { createSeal } from '../../kit/seal.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { deliverDue } from './commands/deliver-due.ts';
import { forgetOld } from './commands/forget-old.ts';
import { sealSecrets } from './commands/seal-secrets.ts';
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
  build: ({ db: { sql }, settings, log, signer }) => {
    const seal = createSeal(signer, 'webhook-secret');
    const tools = { sql, send: createSender(settings), log, seal, ...settings };
    return {
      commands: {
        deliverDue: (input) => deliverDue(tools, input),
        forgetOld: async () => {
          await sealSecrets(sql, seal);
          return forgetOld(sql);
        },
      },
      resolvers: resolvers(sql, (input) => saveSubscription(tools, input)),
      reactions: Object.fromEntries(Object.entries(EVENTS).map(([name, { source }]) => [source, queueDeliveries(name)])),
    };
  },
});
