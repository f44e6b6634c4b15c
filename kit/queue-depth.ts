/** How full a queue is; `failed` are dead jobs, kept until somebody looks at them. */
export type QueueDepth = {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  oldestWaitingSeconds: number | null;
};
