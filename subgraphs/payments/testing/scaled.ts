/** How much of what the fault matrix asks for is run: a tenth in `npm test`, all of it with FAULT_SCALE=1. */
const SCALE = Number(process.env.FAULT_SCALE ?? 0.1);

/** The count that a row of the matrix asks for, reduced, but never below `least`. */
export const scaled = (full: number, least = 4): number => Math.max(least, Math.round(full * SCALE));
