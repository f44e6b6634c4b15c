import type { TicketStatus } from './ticket.ts';

const SOONEST_MS = 1_000;
const LATEST_MS = 15_000;
/** While they wait, a visitor asks about so many times more. */
const ASKS = 4;
const JITTER = 0.2;
/** From the opening until the first have been let in, at the soonest and for a short line. */
const FIRST_TURN_MS = 500;
/** Whose turn is as near as that is told to come when it has come. */
const FRONT_MS = 2_000;
/** Half the time between two turns: so long, and up to as long again, after it was due. */
const BETWEEN_TURNS_MS = 250;
/** All who came before the opening want to know at once: so many of them are told in a second. */
const TOLD_A_SECOND = 250;

type About = {
  status: TicketStatus;
  waitMs: number | null;
  opensInMs: number;
  /** How many wait for the draw, this one among them; null once it is made. */
  undrawn: number | null;
};

/**
 * After how many milliseconds to ask again: often near the front, seldom far behind, never all at once. While nobody can say
 * how long it takes (the room is paused, or what is left is held by others) it is a while. Who waits for the draw is to come when
 * it is made and not a moment before: they would be sent away for another while, and those who drew well come late to the checkout.
 * Pure but for the jitter.
 */
export function pollAfter({ status, waitMs, opensInMs, undrawn }: About, random = Math.random): number {
  if (undrawn !== null && status === 'WAITING') {
    const told = opensInMs + FIRST_TURN_MS + random() * Math.max(SOONEST_MS, (undrawn * 1000) / TOLD_A_SECOND);
    // one that is farther off is asked for in two steps
    return told > LATEST_MS ? jittered(told / 2, random) : Math.round(Math.max(SOONEST_MS * (1 - JITTER), told));
  }
  if (status === 'WAITING' && waitMs !== null && waitMs <= FRONT_MS)
    return Math.round(Math.max(SOONEST_MS * (1 - JITTER), waitMs + BETWEEN_TURNS_MS * (1 + random())));
  return jittered(BASE[status] ?? (waitMs ?? UNKNOWN_MS) / ASKS, random);
}

const jittered = (ms: number, random: () => number): number =>
  Math.round(Math.min(LATEST_MS, Math.max(SOONEST_MS, ms)) * (1 - JITTER * random()));

const UNKNOWN_MS = 12_000;
const BASE: Partial<Record<TicketStatus, number>> = { SOLD_OUT: 5_000, ADMITTED: 5_000, USED: LATEST_MS, EXPIRED: LATEST_MS };
