import { startGateway, type Gateway, type GatewayParts } from '../gateway/gateway.ts';
import type { Client } from '../kit/contract.ts';
import { isRefused, type Refused } from '../kit/refusal.ts';
import type { Mailbox } from '../gateway/mailbox.ts';
import type { Signer } from '../kit/sign.ts';
import type { Log } from '../kit/log.ts';
import type { Queues } from '../kit/queue.ts';
import type { Transport } from '../kit/transport.ts';
import { isUuid } from '../kit/uuid.ts';
import { picture } from '../subgraphs/catalog/demo/pictures/picture.ts';
import { accessTokens } from '../subgraphs/accounts/sign-in/access-token.ts';
import { admissionTokens } from '../subgraphs/checkout/waiting-room/admission-token.ts';
import { inventory } from '../subgraphs/inventory/contract.ts';
import { payments } from '../subgraphs/payments/contract.ts';
import { staff, type Tokens } from '../subgraphs/staff/contract.ts';
import { MailKind, notifications } from '../subgraphs/notifications/contract.ts';
import { contextNames } from '../topology.ts';
import type { Environment } from './environment.ts';
import type { Between } from './purges.ts';
import { throttled } from './throttled.ts';
import { trustedDocuments } from './trusted-documents.ts';

const WEBHOOK_PAUSE_MS = 200;

type Parts = {
  config: Environment;
  port: number;
  adminApiKey: string;
  transport: Transport;
  queues: Queues;
  between: Between;
  signer: Signer;
  log: Log;
};

/** The gateway with what it is given of the rest: whom to ask, where webhooks go, which pictures there are. */
export async function openGateway({ config, port, adminApiKey, transport, queues, between, signer, log }: Parts): Promise<Gateway> {
  const { host, responseCacheBytes, partCacheBytes, executor, shedding, introspection, maxCost, isHttps, origins, adminOrigins } = config;
  const ask = transport.clientOf(payments);
  const tokens = admissionTokens(signer);
  const customers = accessTokens(signer);
  // one job for all that come within a moment: a job each would cost more than the webhook
  const applySoon = throttled(WEBHOOK_PAUSE_MS, () => {
    queues
      .add('payment-webhooks', [{ name: 'apply', data: {} }])
      .catch((err: unknown) => log.warn({ err }, 'webhooks wait for reconciliation'));
  });
  return startGateway({
    config: {
      host,
      port,
      adminApiKey,
      drainMs: config.drainMs,
      executor,
      responseCacheBytes,
      partCacheBytes,
      shedding,
      introspection,
      maxCost,
      isHttps,
      origins,
      adminOrigins,
      trustedDocuments: trustedDocuments(config.trustedDocuments),
    },
    ...between,
    transport,
    log,
    checks: Object.fromEntries(contextNames.map((name) => [name, () => transport.peer(name).ready()])),
    // without job queues the shop still sells; what they would have done is done when they are back
    spareChecks: { queues: () => queues.ready() },
    receiveWebhook: async (raw, signature) => {
      const received = await ask.receiveWebhook({ rawBody: raw.toString('base64'), signature });
      if (isRefused(received)) {
        log.warn({ code: received.refused[0]!.code }, 'a webhook of the payment provider is refused');
        return { status: 400, body: { error: received.refused[0]!.message } };
      }
      log.info({ event_id: received.eventId, duplicate: received.duplicate }, 'a webhook of the payment provider is taken');
      // stored is enough to answer: should the queue be away, the reconciliation job finds what was not applied
      if (!received.duplicate) applySoon();
      return { status: 200, body: { received: true } };
    },
    staff: staffAt(transport.clientOf(staff)),
    isAdmission: async (token) => {
      const brought = await tokens.read(token);
      return brought !== null && brought !== 'INVALID';
    },
    readToken: (token) => customers.read(token),
    picture: (name) => {
      const body = picture(name);
      return body === null ? null : { body, contentType: 'image/svg+xml; charset=utf-8' };
    },
    ...(config.mailboxOpen && { mailbox: mailboxOf(transport) }),
    examples: () => exampleValues(transport),
  });
}

/** How the gateway reaches those who know staff. */
function staffAt(ask: Client<typeof staff>): NonNullable<GatewayParts['staff']> {
  const told = (answer: Refused | Tokens) => (isRefused(answer) ? { refused: answer.refused[0]! } : { body: answer });
  return {
    identify: async (token) => (await ask.identify({ token })).known,
    signIn: {
      'sign-in': async (input) => told(await ask.signIn(input)),
      refresh: async (input) => told(await ask.refresh(input)),
      'sign-out': async (input) => ({ body: await ask.signOut(input) }),
      'accept-invitation': async (input) => told(await ask.acceptInvitation(input)),
    },
  };
}

const SHOWN_MAILS = 200;

function mailboxOf(transport: Transport): Mailbox {
  const ask = transport.clientOf(notifications);
  return {
    list: async () => (await ask.mailbox({ limit: SHOWN_MAILS })).mails,
    read: async (id) => (isUuid(id) ? (await ask.readMail({ id })).mail : null),
    templates: MailKind.options,
    preview: async (name) => {
      const kind = MailKind.safeParse(name);
      return kind.success ? ask.preview({ kind: kind.data }) : null;
    },
  };
}

const EXAMPLE = '{ products(filter: { inStock: true }, first: 1) { nodes { id } } }';
const PRODUCT = 'query ($id: ID!) { product(id: $id) { slug title variants { id } } }';

/** A product that this shop can sell just now, for the playground's examples. */
async function exampleValues(transport: Transport) {
  const identity = { audience: 'storefront' as const, customerId: null, staff: null, traceId: 'playground' };
  const found = await transport.peer('search').query({ query: EXAMPLE, identity });
  const [node] = (found.data?.products as { nodes: { id: string }[] } | undefined)?.nodes ?? [];
  if (!node) return null;
  const answer = await transport.peer('catalog').query({ query: PRODUCT, variables: { id: node.id }, identity });
  const product = answer.data?.product as { slug: string; title: string; variants: { id: string }[] } | null;
  const sellable =
    product &&
    (await sellableOf(
      transport,
      product.variants.map((variant) => variant.id),
    ));
  return product && sellable ? { slug: product.slug, variantId: sellable, search: product.title.split(' ').at(-1)!.toLowerCase() } : null;
}

async function sellableOf(transport: Transport, variantIds: string[]): Promise<string | undefined> {
  const { variants } = await transport.clientOf(inventory).availability({ variantIds });
  return variants.find((variant) => variant.available > 1)?.variantId;
}
