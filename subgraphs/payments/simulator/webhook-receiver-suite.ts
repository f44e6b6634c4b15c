import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

interface Received {
  body: string;
  signature: string;
}

/** A shop's endpoint that answers with `status` and keeps what it was sent. */
export async function startWebhookReceiver() {
  const received: Received[] = [];
  const state = { status: 200 };
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ body, signature: String(request.headers['stripe-signature']) });
    response.writeHead(state.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  const types = () => received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type);
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, received, state, types, close };
}
