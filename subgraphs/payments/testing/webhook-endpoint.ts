import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRefused } from '../../../kit/refusal.ts';
import type { Shop } from './shop.ts';

/** Receives the provider's webhooks over HTTP and applies each before it is answered. `applied` has each as `type object-id`, in order. */
export async function webhookEndpoint({ ask }: Shop) {
  const applied: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    try {
      const answer = await ask.receiveWebhook({
        rawBody: raw.toString('base64'),
        signature: String(request.headers['stripe-signature'] ?? ''),
      });
      if (isRefused(answer)) return response.writeHead(400).end();
      await ask.applyWebhook({ eventId: answer.eventId });
      const { type, data } = JSON.parse(raw.toString()) as { type: string; data: { object: { id: string } } };
      applied.push(`${type} ${data.object.id}`);
      response.writeHead(200).end();
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, applied, close };
}
