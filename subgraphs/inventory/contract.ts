import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { MendedAll, Repairs } from '../../schema/vocabulary/repair.ts';

/** Demand: several lines of one variant are one demand. Quantities 1 to 999. */
const Lines = z.array(z.object({ variantId: Id, quantity: z.int().positive() })).min(1);
const Held = z.object({ expiresAt: z.string() });

export const inventory = defineContract('inventory', {
  commands: {
    /** Holds all lines or none, until `ttlSeconds` from now; the same id again extends it and takes on new lines. */
    hold: command(z.object({ reservationId: Id, lines: Lines, ttlSeconds: z.int().positive() }), orRefused(Held)),
    /**
     * Holds for an attempt and pins: the expiry sweep leaves it alone from here on. With `adopt`, that hold is taken
     * over if it is still HELD and nobody else's (the difference in lines is reserved or given back); else anew.
     */
    reserve: command(
      z.object({ reservationId: Id, attemptId: Id, adopt: Id.nullable(), lines: Lines, ttlSeconds: z.int().positive() }),
      orRefused(Held),
    ),
    /** Undoes `reserve`: an own hold is released, an adopted one goes back to its checkout. Leaves a tombstone. */
    release: command(z.object({ reservationId: Id, attemptId: Id }), z.object({})),
    /** Held units become sold units. */
    commit: command(z.object({ attemptId: Id }), z.object({})),
    /** Sold units of a cancelled order become available again. */
    giveBack: command(z.object({ attemptId: Id }), z.object({})),
    /** Units that were sold come back: one movement (RETURNED) a variant and key, so that repeating it changes nothing. */
    takeBack: command(
      z.object({ key: z.string(), units: z.array(z.object({ variantId: Id, quantity: z.int().positive() })) }),
      z.object({}),
    ),
    /** Ends what is HELD past its time and not pinned, at most `limit` reservations. */
    expireReservations: command(z.object({ limit: z.int().positive() }), z.object({ expired: z.int() })),
    /** Free units now, and those that are held. A variant without a stock row has none, and is absent. */
    availability: command(
      z.object({ variantIds: z.array(Id) }),
      z.object({ variants: z.array(z.object({ variantId: Id, available: z.int(), reserved: z.int() })) }),
    ),
    /** First stock of variants that have never had any: repeating it changes nothing. */
    openStock: command(
      z.object({
        variants: z.array(z.object({ variantId: Id, productId: Id, sku: z.string(), quantity: z.int().nonnegative() })).max(5000),
      }),
      z.object({ opened: z.int() }),
    ),
    /** Spreads the free units of variants over so many counters at least (1 to 64), so that as many processes can sell at once. Repeatable. */
    spreadStock: command(z.object({ variantIds: z.array(Id), shards: z.int().min(1).max(64) }), z.object({})),
    /** A page of all variants' availability, for building an index anew. */
    stockPage: command(
      z.object({ after: Id.nullish(), limit: z.int().max(5000) }),
      z.object({
        variants: z.array(z.object({ variantId: Id, productId: Id, available: z.int(), version: z.int() })),
        next: Id.nullable(),
      }),
    ),
    /** Holds that are pinned now, and by which attempt. */
    pinnedHolds: command(z.object({}), z.object({ holds: z.array(z.object({ reservationId: Id, attemptId: Id })) })),
    /** What `npm run repair` would mend: counters from reservations and movements, holds that no sweep has ended. */
    planRepairs: command(z.object({}), Repairs, { deadlineMs: 60_000 }),
    /** Mends what still reads as planned. */
    applyRepairs: command(Repairs, MendedAll, { deadlineMs: 60_000 }),
  },
  events: {
    /** Told when a variant's status changes, not at each sale. */
    AvailabilityChanged: z.object({
      variantId: Id,
      productId: Id,
      status: z.enum(['IN_STOCK', 'LOW_STOCK', 'OUT_OF_STOCK']),
      available: z.int(),
    }),
  },
});
