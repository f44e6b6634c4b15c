import type { Sample } from './scrape.ts';
import { queueDepth, queueOldest } from './state-metrics.ts';

/** How full a queue is; `failed` are dead jobs, kept until somebody looks at them. */
export type QueueDepth = {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  oldestWaitingSeconds: number | null;
};

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

export const queueSamples = (depths: QueueDepth[]): Sample[] =>
  depths.flatMap(({ name: queue, oldestWaitingSeconds, ...depth }) => [
    ...STATES.map((state) => ({ gauge: queueDepth, labels: { queue, state }, value: depth[state] })),
    { gauge: queueOldest, labels: { queue }, value: Math.max(0, oldestWaitingSeconds ?? 0) },
  ]);
