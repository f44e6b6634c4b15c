import http from 'node:http';
import type { Client, Contract, EventEnvelope } from './contract.ts';
import type { GraphAnswer, GraphRequest } from './graph.ts';
import type { Delivery } from './inbox.ts';
import { serviceToken } from './service-token.ts';
import type { Signer } from './sign.ts';
import type { Running } from './subgraph.ts';

/** A context as others reach it; the only place that knows whether it runs in this process or in another. */
export type Peer = Omit<Running, 'contract' | 'close'>;

export type Transport = {
  peer(name: string): Peer;
  clientOf<C extends Contract>(contract: C): Client<C>;
  /** Makes a context of this process reachable. */
  add(running: Running): void;
  close(): void;
};

type Options = { urls: Record<string, string>; signer: Signer; deadlineMs?: number };

/** Contexts added here are called directly; all others by HTTP at `urls[name]`, with a service token and a deadline. */
export function createTransport({ urls, signer, deadlineMs = 15_000 }: Options): Transport {
  const local = new Map<string, Running>();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const remote = new Map<string, Peer>();
  const peer = (name: string): Peer => {
    const here = local.get(name);
    if (here) return here;
    if (!remote.has(name)) remote.set(name, remotePeer(name, urls[name], agent, signer, deadlineMs));
    return remote.get(name)!;
  };
  return {
    peer,
    clientOf: (contract) => clientOf(contract, () => peer(contract.name)),
    add: (running) => void local.set(running.name, running),
    close: () => agent.destroy(),
  };
}

/** Values pass the contract's schemas in one process as they do between two, so that both behave alike. */
function clientOf<C extends Contract>(contract: C, peer: () => Peer): Client<C> {
  const call = (name: string) => async (input: unknown) => {
    const spec = contract.commands[name]!;
    return spec.output.parse(await peer().command(name, spec.input.parse(input), spec.deadlineMs));
  };
  return Object.fromEntries(Object.keys(contract.commands).map((name) => [name, call(name)])) as Client<C>;
}

function remotePeer(name: string, url: string | undefined, agent: http.Agent, signer: Signer, deadlineMs: number): Peer {
  if (!url) throw new Error(`No address for "${name}": set ${name.toUpperCase()}_URL, or run it in this process.`);
  const call = <T>(path: string, body: unknown, ms = deadlineMs) => post<T>(new URL(path, url), body, agent, serviceToken(signer), ms);
  return {
    name,
    query: (request: GraphRequest) => call<GraphAnswer>('/query', request),
    command: (command, input, ms) =>
      call(`/commands/${command}`, { input: input ?? {} }, ms).then((answer) => (answer as { output: unknown }).output),
    deliver: (events: EventEnvelope[]) => call<Delivery>('/deliver', { events }),
    takeEvents: (owner, limit) => call('/take-events', { owner, limit }),
    eventsPublished: (sent) => call('/events-published', { sent }),
    eventsHandled: (handled) => call('/events-handled', handled),
    listensTo: () => call('/listens-to', {}),
    ready: () => call('/ready', {}),
  };
}

function post<T>(url: URL, body: unknown, agent: http.Agent, token: string, deadlineMs: number): Promise<T> {
  const payload = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), authorization: `Bearer ${token}` };
    const request = http.request(url, { method: 'POST', agent, headers, signal: AbortSignal.timeout(deadlineMs) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve((text ? JSON.parse(text) : undefined) as T);
        else reject(new Error(`${url.pathname} at ${url.host} answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    request.on('error', reject);
    request.end(payload);
  });
}
