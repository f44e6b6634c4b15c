import type { TicketStatus } from './ticket.ts';

const SOONEST_MS = 1_000;
const LATEST_MS = 15_000;
/** While they wait, a visitor asks about so many times more. */
const ASKS = 4;
const JITTER = 0.2;

type About = { status: TicketStatus; waitSeconds: number | null; opensInMs: number };

/**
 * After how many milliseconds to ask again: often near the front, seldom far behind, never all at once. While nobody can say
 * how long it takes (the room is paused, or what is left is held by others) it is a while. Pure but for the jitter.
 */
export function pollAfter({ status, waitSeconds, opensInMs }: About, random = Math.random): number {
  const base = opensInMs > 0 ? opensInMs : (BASE[status] ?? ((waitSeconds ?? UNKNOWN_S) * 1000) / ASKS);
  const within = Math.min(LATEST_MS, Math.max(SOONEST_MS, base));
  return Math.round(within * (1 - JITTER * random()));
}

const UNKNOWN_S = 12;
const BASE: Partial<Record<TicketStatus, number>> = { SOLD_OUT: 5_000, ADMITTED: 5_000, USED: LATEST_MS, EXPIRED: LATEST_MS };
