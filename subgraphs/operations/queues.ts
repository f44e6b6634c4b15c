import type { QueueDepth } from '../../kit/queue-depth.ts';

/** Handed in by `main`, which knows the queues; null where no jobs run. */
export type QueueDepths = { depths(): Promise<QueueDepth[]> } | null;
