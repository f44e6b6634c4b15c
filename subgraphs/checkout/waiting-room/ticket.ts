import type { Phase, StockLeft } from '../sales/sale.ts';

/** As a ticket is stored; that goods are sold out is the sale's doing. */
export type StoredStatus = 'WAITING' | 'ADMITTED' | 'EXPIRED' | 'USED';
export type TicketStatus = StoredStatus | 'SOLD_OUT';

/** What a waiter is told: once the sale is over, or nothing is left of it, they wait for nothing. Pure. */
export function shownStatus(stored: StoredStatus, phase: Phase, stock: StockLeft): TicketStatus {
  if (stored === 'WAITING' && stock === 'GONE' && phase !== 'SCHEDULED') return 'SOLD_OUT';
  return phase === 'ENDED' && stored !== 'USED' ? 'EXPIRED' : stored;
}

/** How far the line of a sale has come, and where a ticket stands in it. */
export type InLine = {
  place: number | null;
  drawn: boolean;
  lastPlace: number;
  admittedPlace: number;
  /** Tickets without a place that came before this one; all there are, while those who came early have not got theirs. */
  unplacedAhead: number;
};

/**
 * How many are ahead. Before the draw all wait alike, and each is told how many they are. After it the line is let in place
 * by place, so that what lies between is who is ahead. Pure.
 */
export function positionOf({ place, drawn, lastPlace, admittedPlace, unplacedAhead }: InLine): number {
  if (!drawn) return unplacedAhead;
  return Math.max(0, place === null ? lastPlace - admittedPlace + unplacedAhead : place - admittedPlace - 1);
}
