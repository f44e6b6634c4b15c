import type { EventLog } from '../kit/kafka.ts';
import type { Environment } from './environment.ts';

/** Where events go that outsiders read, as far as there is such a place: its client is loaded by who has one. */
export async function eventLogOf({ kafkaBrokers }: Environment): Promise<EventLog | null> {
  if (kafkaBrokers.length === 0) return null;
  const { createKafka } = await import('../kit/kafka.ts');
  return createKafka(kafkaBrokers);
}
