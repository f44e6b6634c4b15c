/** Who looks can look again; what changes something is given the time it needs. */
export type Kind = 'read' | 'mutation';

export type CallLimits = {
  /** A fetch is answered or given up within this, the waiting for its turn included; in milliseconds. */
  timeoutMs: number;
  /** Fetches at once. */
  concurrent: number;
  /** Fetches that wait for their turn, and how long each may, in milliseconds. */
  queued: number;
  waitMs: number;
};

export type SubgraphLimits = Record<Kind, CallLimits> & {
  /** So many reads in a row without an answer, and none is tried for so many milliseconds. */
  breaker: { failures: number; openMs: number };
};

// The transport has 64 sockets to another process: reads leave some of them to mutations.
const READ: CallLimits = { timeoutMs: 4_000, concurrent: 48, queued: 1_024, waitMs: 1_000 };
const MUTATION: CallLimits = { timeoutMs: 10_000, concurrent: 256, queued: 1_024, waitMs: 3_000 };
const BREAKER = { failures: 5, openMs: 2_000 };
/** A checkout says after 5 s that it goes on; a cancellation asks the payment provider. Both may find a context restarting. */
const PATIENT: CallLimits = { ...MUTATION, timeoutMs: 14_000 };

const OWN: Record<string, Partial<SubgraphLimits>> = {
  // a list comes from elsewhere when search is away
  search: { read: { ...READ, timeoutMs: 3_000 } },
  checkout: { mutation: PATIENT },
  orders: { mutation: PATIENT },
  // an audit reads every table; a few at once are too many already
  operations: { read: { timeoutMs: 14_000, concurrent: 4, queued: 16, waitMs: 1_000 } },
};

/** What each subgraph is given by the gateway, whichever of the two APIs asks. */
export const limitsOf = (subgraph: string): SubgraphLimits => ({ read: READ, mutation: MUTATION, breaker: BREAKER, ...OWN[subgraph] });
