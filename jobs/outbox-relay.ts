import { setTimeout as sleep } from 'node:timers/promises';
import type { EventEnvelope } from '../kit/contract.ts';
import { groupBy } from '../kit/group.ts';
import type { Log } from '../kit/log.ts';
import type { Queues } from '../kit/queue.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { queueFor } from './event-delivery.ts';

const IDLE_MS = 150;
const TROUBLE_MS = 1_000;
const BATCH = 500;

type Parts = { transport: Transport; queues: Queues; contexts: string[]; log: Log };

/**
 * Carries what contexts have said to those who listen, one loop a context. Several processes may run it: each context
 * leases its outbox to one of them. Events are queued before they count as published: they may come twice, never not.
 */
export function relayOutboxes({ transport, queues, contexts, log }: Parts): { stop(): Promise<void> } {
  const owner = uuidv7();
  const stopping = new AbortController();
  const subscribers = subscriptions(transport, contexts);
  const loops = contexts.map(async (context) => {
    while (!stopping.signal.aborted) {
      const pause = await relayOnce(context).catch((error: unknown) => {
        log.warn({ err: error, context }, 'an outbox could not be relayed');
        return TROUBLE_MS;
      });
      if (pause > 0) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  });

  /** Returns how long to wait before looking again, in milliseconds. */
  async function relayOnce(context: string): Promise<number> {
    const peer = transport.peer(context);
    const events = await peer.takeEvents(owner, BATCH);
    if (events.length === 0) return IDLE_MS;
    for (const [subscriber, wanted] of await addressed(events))
      await queues.add(queueFor(subscriber), [{ name: subscriber, data: { subscriber, events: wanted } }]);
    await peer.eventsPublished(events.map((event) => event.eventId));
    return events.length === BATCH ? 0 : IDLE_MS;
  }
  async function addressed(events: EventEnvelope[]): Promise<Map<string, EventEnvelope[]>> {
    const known = await subscribers();
    const pairs = events.flatMap((event) => (known.get(event.type) ?? []).map((subscriber) => ({ subscriber, event })));
    return new Map(
      [...groupBy(pairs, (pair) => pair.subscriber)].map(([subscriber, group]) => [subscriber, group.map((pair) => pair.event)]),
    );
  }
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** Who listens to which type; asked of the contexts themselves, and once all have answered, remembered. */
function subscriptions(transport: Transport, contexts: string[]): () => Promise<Map<string, string[]>> {
  let known: Map<string, string[]> | undefined;
  return async () => {
    if (known) return known;
    const found = new Map<string, string[]>();
    for (const context of contexts) {
      for (const type of await transport.peer(context).listensTo()) found.set(type, [...(found.get(type) ?? []), context]);
    }
    known = found;
    return found;
  };
}
