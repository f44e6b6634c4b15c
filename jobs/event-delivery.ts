import type { EventEnvelope } from '../kit/contract.ts';
import { groupBy } from '../kit/group.ts';
import type { Handled } from '../kit/outbox.ts';
import type { Purges } from '../kit/purges.ts';
import type { Job, Queues } from '../kit/queue.ts';
import { eventsDead } from '../kit/telemetry.ts';
import { tracedTogether } from '../kit/trace.ts';
import type { Transport } from '../kit/transport.ts';

/** The index has a queue of its own, so that its lag is seen and nobody waits behind it. */
export const queueFor = (subscriber: string): string => (subscriber === 'search' ? 'search-indexing' : 'event-delivery');

type Delivery = { subscriber: string; events: EventEnvelope[] };

/**
 * Hands a batch to its subscriber. What fails alone becomes a job of its own and is tried again with growing pauses;
 * one that always fails ends as a dead job, and nobody behind it has waited.
 */
export const deliverEvents =
  (transport: Transport, queues: Queues, purges: Pick<Purges, 'publish'>) =>
  async (job: Job): Promise<void> => {
    const { subscriber, events } = job.data as Delivery;
    const about = { 'holdfast.job': queueFor(subscriber), 'holdfast.subscriber': subscriber, 'holdfast.event': events[0]?.type ?? '' };
    const traces = events.map(({ trace }) => trace);
    await tracedTogether(traces, `events to ${subscriber}`, about, () => deliverBatch(job, { transport, queues, purges }));
  };

type Parts = { transport: Transport; queues: Queues; purges: Pick<Purges, 'publish'> };

async function deliverBatch(job: Job, { transport, queues, purges }: Parts): Promise<void> {
  const { subscriber, events } = job.data as Delivery;
  const { failed } = await transport.peer(subscriber).deliver(events);
  // what it now shows is not what it has shown before
  purges.publish([subscriber]);
  const ids = new Set(failed.map((failure) => failure.eventId));
  const again = events.filter((event) => ids.has(event.eventId));
  const known = events.filter((event) => !ids.has(event.eventId));
  await tellProducers(transport, known, { subscriber, outcome: 'delivered' });
  if (again.length === 0) return;
  const isDead = events.length === 1 && job.isLast;
  await tellProducers(transport, again, { subscriber, outcome: isDead ? 'dead' : 'tried' });
  if (isDead) eventsDead.inc({ subscriber });
  if (events.length === 1) throw new Error(`${subscriber} failed on ${events[0]!.type} ${events[0]!.eventId}: ${failed[0]!.reason}`);
  await queues.add(
    queueFor(subscriber),
    again.map((event) => ({ name: subscriber, data: { subscriber, events: [event] } })),
  );
}

/** An event's type begins with the name of the context that has said it. */
async function tellProducers(transport: Transport, events: EventEnvelope[], about: Omit<Handled, 'eventIds'>): Promise<void> {
  for (const [producer, own] of groupBy(events, (event) => event.type.split('.')[0]!))
    await transport.peer(producer).eventsHandled({ ...about, eventIds: own.map((event) => event.eventId) });
}
