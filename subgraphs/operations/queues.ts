/** How one job queue stands. */
export type QueueDepth = {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  oldestWaitingSeconds: number | null;
};

/** Handed in by `main`, which knows the queues; null where no jobs run. */
export type QueueDepths = { depths(): Promise<QueueDepth[]> } | null;
