import { sha256 } from '../../../kit/sign.ts';

/** The lot of a ticket: SHA-256, in hex, of the sale's seed and the ticket's id, one after the other. */
export const lotOf = (seed: string, ticketId: string): string => sha256(seed + ticketId);

/**
 * The order in which those who waited before opening are let in: by their lots. Anyone who knows the seed, which is
 * published once the sale is over, can reckon it again; it does not depend on who came when. Pure.
 */
export const shuffled = (seed: string, ticketIds: readonly string[]): string[] =>
  ticketIds
    .map((id) => ({ id, lot: lotOf(seed, id) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ id }) => id);
