import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupBy } from '../kit/group.ts';
import type { Log } from '../kit/log.ts';
import { OUTSIDE, type Outgoing } from '../kit/outbox.ts';
import type { Purges } from '../kit/purges.ts';
import type { Queues } from '../kit/queue.ts';
import { isOfTrail } from '../kit/trail.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { queueFor } from './event-delivery.ts';

/** After a look that found nothing the next comes after so long, and after several such looks after up to so long. */
const IDLE_MS = 150;
const LONGEST_IDLE_MS = 600;
/**
 * After one that found some. In a steady stream this is what makes a batch of them: each costs a job for every subscriber and some twenty
 * statements, whether it tells of one order or of five hundred.
 */
const GATHERING_MS = 500;
const TROUBLE_MS = 1_000;
const BATCH = 500;

type Parts = {
  transport: Transport;
  queues: Queues;
  purges: Pick<Purges, 'publish' | 'sent'>;
  contexts: string[];
  log: Log;
  toOutside?: (type: string) => boolean;
};

/**
 * Carries what contexts have said to those who listen, one loop a context. Several processes may run it: each context
 * leases its outbox to one of them. Whoever keeps copies is told what they are about. Who is to hear of an event is written down before it is queued, and a queue that
 * loses it is given it again: it may come twice, never not. `toOutside`: which of them the log that outsiders read is to have (event-log.ts).
 */
export function relayOutboxes({ transport, queues, purges, contexts, log, toOutside = () => false }: Parts): { stop(): Promise<void> } {
  const owner = uuidv7();
  const stopping = new AbortController();
  // each loop sleeps on it; Node takes more than ten for a leak
  setMaxListeners(contexts.length, stopping.signal);
  const subscribers = subscriptions(transport, contexts);
  const loops = contexts.map(async (context) => {
    let idle = IDLE_MS;
    while (!stopping.signal.aborted) {
      const taken = await relayOnce(context).catch((error: unknown) => {
        log.warn({ err: error, context }, 'an outbox could not be relayed');
        return null;
      });
      // most contexts say something now and then: looking into each of their outboxes seven times a second would be most of what an idle shop does
      idle = taken === 0 ? Math.min(LONGEST_IDLE_MS, idle * 1.5) : IDLE_MS;
      const pause = taken === null ? TROUBLE_MS : taken === BATCH ? 0 : taken > 0 ? GATHERING_MS : idle;
      if (pause > 0) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  });

  /** Returns how many events it took. */
  async function relayOnce(context: string): Promise<number> {
    const peer = transport.peer(context);
    const events = await peer.takeEvents(owner, BATCH);
    if (events.length === 0) return 0;
    const changes = events.filter(({ type }) => !isOfTrail(type));
    if (changes.length > 0) purges.publish([context, ...changes.map(({ aggregateId }) => `${context}:${aggregateId}`)]);
    // before they count as published: a relay that dies here is followed by one that tells it again; but no order waits for caches
    await purges.sent().catch((err: unknown) => log.warn({ err, context }, 'what has changed will be told later'));
    const sent = await addressed(events);
    await peer.eventsPublished(sent.map(({ event, to }) => ({ eventId: event.eventId, to })));
    const pairs = sent.flatMap(({ event, to }) => to.filter((name) => name !== OUTSIDE).map((subscriber) => ({ subscriber, event })));
    for (const [subscriber, group] of groupBy(pairs, (pair) => pair.subscriber)) {
      const wanted = group.map(({ event: { to: _, ...event } }) => event);
      await queues.add(queueFor(subscriber), [{ name: subscriber, data: { subscriber, events: wanted } }]);
    }
    return events.length;
  }
  async function addressed(events: Outgoing[]): Promise<{ event: Outgoing; to: string[] }[]> {
    const known = await subscribers();
    const listeners = ({ type }: Outgoing) => [...(known.get(type) ?? []), ...(toOutside(type) ? [OUTSIDE] : [])];
    return events.map((event) => ({ event, to: event.to ?? listeners(event) }));
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
