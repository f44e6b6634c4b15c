import { defineSubgraph } from '../../kit/subgraph.ts';
import { orders } from '../orders/contract.ts';
import { applyWebhook } from './commands/apply-webhook.ts';
import { authorize } from './commands/authorize.ts';
import { capture } from './commands/capture.ts';
import { applyRepairs, planRepairs } from './commands/payment-repairs.ts';
import { exportCustomer } from './commands/export-customer.ts';
import { pendingWebhooks } from './commands/pending-webhooks.ts';
import { providerLedger } from './commands/provider-ledger.ts';
import { receiveWebhook } from './commands/receive-webhook.ts';
import { reconcile } from './commands/reconcile.ts';
import { refundOrder } from './commands/refund-order.ts';
import { refundPart } from './commands/refund-part.ts';
import { voidPayment } from './commands/void.ts';
import { payments } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { paymentWriter } from './payment-writer.ts';
import { paymentSamples } from './payment-state.ts';
import type { Provider } from './provider.ts';
import { buyerForgotten } from './reactions/buyer-forgotten.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { stripeClient, stripeProvider, type StripeSettings } from './stripe.ts';

/** The context over a provider; Stripe, or what speaks its API, everywhere but in the bench. */
export const paymentsOver = (providerOf: (settings: StripeSettings) => Provider) =>
  defineSubgraph({
    contract: payments,
    schema: new URL('./schema.graphql', import.meta.url),
    rules,
    uses: { orders },
    connections: 5,
    settings: ({ stripe }): StripeSettings & { webhookSecrets: string[] } => stripe,
    build: ({ db: { sql }, use, settings, log, signer }) => {
      const provider = providerOf(settings);
      const loaders = createLoaders(sql);
      const tools = { sql, writer: paymentWriter(sql), provider, log };
      const verify = { webhooks: stripeClient(settings).webhooks, secrets: settings.webhookSecrets };
      const livemode = settings.secretKey.includes('_live_');
      return {
        commands: {
          authorize: (input) => authorize(tools, input),
          capture: (input) => capture(tools, input),
          void: (input) => voidPayment(tools, input),
          refundOrder: (input) => refundOrder(tools, input),
          refundPart: (input) => refundPart(tools, input),
          receiveWebhook: (input) => receiveWebhook(sql, verify, input),
          applyWebhook: ({ eventId }) => applyWebhook(tools, { eventId, livemode }),
          pendingWebhooks: (input) => pendingWebhooks(sql, input),
          reconcile: (input) => reconcile(tools, input),
          providerLedger: (input) => providerLedger(provider, input),
          exportCustomer: (input) => exportCustomer(sql, use.orders, input),
          planRepairs: () => planRepairs(tools),
          applyRepairs: ({ repairs }) => applyRepairs(tools, repairs),
        },
        resolvers: resolvers(signer),
        reactions: { 'orders.BuyerForgotten': buyerForgotten },
        perRequest: () => ({ loaders }),
        samples: () => paymentSamples(sql),
      };
    },
  });

export default paymentsOver(stripeProvider);
