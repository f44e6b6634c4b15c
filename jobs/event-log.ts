import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventEnvelope } from '../kit/contract.ts';
import type { EventLog, Message } from '../kit/kafka.ts';
import type { Log } from '../kit/log.ts';
import { OUTSIDE } from '../kit/outbox.ts';
import { isOfTrail } from '../kit/trail.ts';
import type { Transport } from '../kit/transport.ts';
import { uuidv7 } from '../kit/uuid.ts';

const BATCH = 500;
const IDLE_MS = 500;
/** While the log is away: soon enough when it is back, seldom enough to fill no log of ours. */
const LONGEST_TROUBLE_MS = 10_000;

/** Who has done what is for staff; links that let people in are for their mail. */
const KEPT_INSIDE = new Set(['accounts.VerificationRequested', 'accounts.PasswordResetRequested']);
export const isForOutside = (type: string): boolean => !isOfTrail(type) && !KEPT_INSIDE.has(type);

/** Of an event's payload, as `schema/events` has it; 1 where nothing is said. A change that a reader could stumble over is a new one. */
const SCHEMA_VERSIONS: Record<string, number> = {};
export const schemaVersionOf = (type: string): number => SCHEMA_VERSIONS[type] ?? 1;

const topicOf = (context: string): string => `holdfast.${context}`;

/** As outsiders read it (docs/events.md). */
export function messageOf({ eventId, type, aggregateId, version, occurredAt, payload }: EventEnvelope): Message {
  const schemaVersion = schemaVersionOf(type);
  return {
    key: aggregateId,
    value: JSON.stringify({ eventId, type, version: schemaVersion, aggregateId, aggregateVersion: version, occurredAt, payload }),
    headers: { 'event-id': eventId, type, version: String(schemaVersion), 'content-type': 'application/json' },
  };
}

type Parts = { transport: Transport; eventLog: EventLog; contexts: string[]; log: Log };

/**
 * Appends what contexts have said to the log that outsiders read, one loop a context, leased, oldest first: it stops at what cannot be
 * appended and sends it again, so that nothing is passed by. A log that is away holds up nobody else.
 */
export function appendEvents({ transport, eventLog, contexts, log }: Parts): { stop(): Promise<void> } {
  const owner = uuidv7();
  const stopping = new AbortController();
  setMaxListeners(contexts.length, stopping.signal);
  const once = oneAtATime();
  const loops = contexts.map(async (context) => {
    let trouble = 0;
    while (!stopping.signal.aborted) {
      const taken = await appendOnce(context).catch((err: unknown) => {
        trouble += 1;
        log.warn({ err, context }, 'events wait for the log outside');
        return null;
      });
      if (taken !== null) trouble = 0;
      const pause = taken === null ? Math.min(LONGEST_TROUBLE_MS, 250 * 2 ** trouble) : taken === BATCH ? 0 : IDLE_MS;
      if (pause > 0) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  });

  async function appendOnce(context: string): Promise<number> {
    const peer = transport.peer(context);
    const events = await peer.takeEvents(owner, BATCH, OUTSIDE);
    if (events.length === 0) return 0;
    await once(() => eventLog.append(topicOf(context), events.map(messageOf)));
    await peer.eventsHandled({ subscriber: OUTSIDE, eventIds: events.map((event) => event.eventId), outcome: 'delivered' });
    return events.length;
  }
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      await eventLog.close();
    },
  };
}

function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}
