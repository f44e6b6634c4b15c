import http from 'node:http';
import { text } from 'node:stream/consumers';
import { isSignedBy } from '../subgraphs/webhooks/signature.ts';

type Shop = { url: string; adminApiKey: string };
type Options = { port: number; events: string[]; forward: string | null; query: string | null };
type Print = (line: string) => void;

const FORWARD_MS = 9_000;
const SAVE = `mutation ($input: WebhookSubscriptionInput!) {
  webhookSubscriptionSave(input: $input) { subscription { id } secret userErrors { message } } }`;
const DELETE = 'mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedId } }';
type Saved = { webhookSubscriptionSave: { subscription: { id: string } | null; secret: string | null; userErrors: { message: string }[] } };

/** Receives webhooks of a running shop on this machine until it is stopped. Throws a sentence when there is no shop, or it refuses. */
export async function listenToWebhooks(
  shop: Shop,
  { port, events, forward, query }: Options,
  print: Print,
): Promise<{ stop(): Promise<void> }> {
  let secret = '';
  const server = http.createServer((request, response) => {
    text(request)
      .then(async (body) => {
        const signed = isSignedBy(secret, request.headers, body);
        const status = forward && signed ? await forwarded(forward, request.headers, body) : signed ? 204 : 401;
        print(shown(body, String(request.headers['webhook-id']), signed, status));
        response.writeHead(status).end();
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    const { webhookSubscriptionSave: saved } = await ask<Saved>(shop, SAVE, { input: { url, events, query } });
    if (!saved.subscription) throw new Error(saved.userErrors.map(({ message }) => message).join(' '));
    const { id } = saved.subscription;
    secret = saved.secret!;
    print(`Listening at ${url} to ${events.join(', ')} of the shop at ${shop.url}. Ctrl-C ends it.\n  secret ${secret}`);
    return {
      async stop() {
        await ask(shop, DELETE, { id }).catch((error: unknown) =>
          print(`The subscription ${id} is still there: ${(error as Error).message}`),
        );
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The status that the receiver behind gave; 502 where there is none. */
async function forwarded(url: string, headers: http.IncomingHttpHeaders, body: string): Promise<number> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('webhook-') || name === 'content-type') as [string, string][];
  const init = {
    method: 'POST',
    headers: Object.fromEntries(own),
    body,
    signal: AbortSignal.timeout(FORWARD_MS),
    redirect: 'manual',
  } as const;
  return fetch(url, init).then(
    (answer) => answer.status,
    () => 502,
  );
}

function shown(body: string, id: string, signed: boolean, status: number): string {
  const { type, id: subject, timestamp, data } = JSON.parse(body) as Record<string, unknown>;
  const head = `${timestamp}  ${type}  ${subject}  ${id}  ${signed ? 'signature ok' : 'SIGNATURE WRONG OR NOT OF NOW'}  answered ${status}`;
  return `\n${head}\n${JSON.stringify(data, null, 2)}`;
}

async function ask<T>({ url, adminApiKey }: Shop, query: string, variables: object): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminApiKey}` },
    body: JSON.stringify({ query, variables }),
  };
  const response = await fetch(new URL('/admin/graphql', url), init).catch(() => {
    throw new Error(`No shop answers at ${url}. Start one with npm start, or say where it is by PUBLIC_URL or PORT.`);
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
  if (!data) throw new Error(errors?.[0]?.message ?? `The shop has answered ${response.status}.`);
  return data;
}
