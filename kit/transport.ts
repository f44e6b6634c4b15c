import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Contract, EventEnvelope } from './contract.ts';
import type { GraphAnswer, GraphRequest } from './graph.ts';
import type { Delivery } from './inbox.ts';
import { serviceToken } from './service-token.ts';
import type { Signer } from './sign.ts';
import type { Running } from './subgraph.ts';
import { traceparent } from './trace.ts';

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
  // how many may wait for one context is bounded at the gateway; here a hang of one kind must not starve the other
  const agent = new http.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64, timeout: IDLE_MS });
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
  const once = <T>(path: string, body: unknown, ms: number) => post<T>(new URL(path, url), body, agent, serviceToken(signer, name), ms);
  const call = <T>(path: string, body: unknown, ms = deadlineMs) => patiently(ms, (left) => once<T>(path, body, left));
  return {
    name,
    // who looks is told at once that nobody is there; who changes something is given the moment of a restart
    query: (request: GraphRequest, ms = deadlineMs) =>
      isMutation(request) ? call<GraphAnswer>('/query', request, ms) : once<GraphAnswer>('/query', request, ms),
    command: (command, input, ms) =>
      call(`/commands/${command}`, { input: input ?? {} }, ms).then((answer) => (answer as { output: unknown }).output),
    deliver: (events: EventEnvelope[]) => call<Delivery>('/deliver', { events }),
    takeEvents: (owner, limit, subscriber) => call('/take-events', { owner, limit, subscriber }),
    eventsPublished: (sent) => call('/events-published', { sent }),
    eventsHandled: (handled) => call('/events-handled', handled),
    listensTo: () => call('/listens-to', {}),
    ready: () => once('/ready', {}, READY_MS),
  };
}

/** A connection that nobody has used for so long is closed from here: whoever is about to end lingers longer (`LINGER_MS`), and cuts none that is used. */
const IDLE_MS = 800;
/** How long a process that ends goes on answering those who have connections to it. */
export const LINGER_MS = 1_200;
const RESTART_MS = 12_000;
const READY_MS = 3_000;

const isMutation = ({ query }: GraphRequest): boolean => /^\s*mutation\b/.test(query);
/** Nothing was sent, so nothing can have been done. */
const isRefused = (error: unknown): boolean => (error as { code?: string } | null)?.code === 'ECONNREFUSED';

/** While nobody listens, as during a restart, a call that was not sent is tried again, at most for `RESTART_MS`. */
async function patiently<T>(ms: number, call: (left: number) => Promise<T>): Promise<T> {
  const began = performance.now();
  const patience = Math.min(RESTART_MS, ms * 0.75);
  for (let pause = 25; ; pause = Math.min(pause * 2, 250)) {
    const waited = performance.now() - began;
    try {
      return await call(Math.max(1, ms - waited));
    } catch (error) {
      if (!isRefused(error) || waited + pause > patience) throw error;
      await sleep(pause);
    }
  }
}

function post<T>(url: URL, body: unknown, agent: http.Agent, token: string, deadlineMs: number): Promise<T> {
  const payload = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const trace = traceparent();
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      authorization: `Bearer ${token}`,
      ...(trace && { traceparent: trace }),
    };
    const request = http.request(
      url,
      { method: 'POST', agent, headers, signal: AbortSignal.timeout(Math.ceil(deadlineMs)) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve((text ? JSON.parse(text) : undefined) as T);
          else reject(new Error(`${url.pathname} at ${url.host} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}
