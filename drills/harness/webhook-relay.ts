import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** How likely each thing is to happen to a webhook, 0 to 1. */
export type WebhookFaults = { lose: number; double: number; delay: number; reorder: number; forge: number; delayMs: number };
export type WebhookRelay = {
  url: string;
  /** Null: all pass as they are. */
  faults(faults: Partial<WebhookFaults> | null): void;
  /** Bodies that came, with their signatures, newest last; at most 200. */
  seen(): { body: string; signature: string }[];
  /** Forged events that were not refused; must stay 0. */
  taken(): number;
  close(): Promise<void>;
};

type Hit = (fault: string) => void;
const HELD = 4;

/** Between the provider and our webhook endpoint: loses, doubles, delays, reorders, and adds forgeries of its own. */
export async function webhookRelay(target: () => string, random: Random, hit: Hit): Promise<WebhookRelay> {
  let faults: Partial<WebhookFaults> | null = null;
  const seen: { body: string; signature: string }[] = [];
  const held: (() => Promise<number>)[] = [];
  let taken = 0;
  const chance = (fault: keyof WebhookFaults) => random.chance(faults?.[fault] ?? 0);

  const post = async (body: string, signature: string): Promise<number> => {
    try {
      const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
      const response = await fetch(target(), { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 502;
    }
  };
  const release = async () => {
    const all = random.shuffle(held.splice(0));
    for (const send of all) await send();
  };
  async function carry(body: string, signature: string): Promise<number> {
    if (chance('forge')) {
      hit('webhook forged');
      const status = await post(body.replace(/"amount":\s*\d+/, '"amount":1'), signature.replace(/v1=../, 'v1=00'));
      if (status === 200) taken += 1;
    }
    if (chance('lose')) {
      hit('webhook lost');
      return 200;
    }
    if (chance('double')) {
      hit('webhook doubled');
      const answers = await Promise.all(Array.from({ length: random.int(2, 10) }, () => post(body, signature)));
      return answers.find((status) => status === 200) ?? answers[0]!;
    }
    if (chance('reorder')) {
      hit('webhook reordered');
      held.push(() => post(body, signature));
      if (held.length >= HELD) void release();
      return 200;
    }
    if (chance('delay')) {
      hit('webhook late');
      await sleep(random.int(0, faults?.delayMs ?? 2_000));
    }
    return post(body, signature);
  }
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const signature = String(request.headers['stripe-signature'] ?? '');
    seen.push({ body, signature });
    if (seen.length > 200) seen.shift();
    response.writeHead(await carry(body, signature)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    faults: (next) => {
      faults = next;
      if (!next) void release();
    },
    seen: () => seen,
    taken: () => taken,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
