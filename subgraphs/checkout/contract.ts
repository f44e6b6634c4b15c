import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { MendedAll, Repairs } from '../../schema/vocabulary/repair.ts';

/** What an operator wants to know of a sale before it opens; times are seconds from now by the database's clock, past ones negative. */
const SaleOutlook = z.object({
  slug: z.string(),
  name: z.string(),
  phase: z.enum(['SCHEDULED', 'OPEN', 'ENDED']),
  opensInSeconds: z.number(),
  endsInSeconds: z.number(),
  admissionsPerSecond: z.int(),
  maxPerCustomer: z.int().nullable(),
  paused: z.boolean(),
  draining: z.boolean(),
  variants: z.int(),
  /** Units that are free, and that somebody holds. */
  available: z.int(),
  reserved: z.int(),
  /** Tickets that wait. */
  waiting: z.int(),
  /** Other sales that run for some of the same time. */
  beside: z.int(),
  /** What the database of the context allows, over all who connect, and what is open now. */
  database: z.object({ maxConnections: z.int(), connections: z.int() }),
});
export type SaleOutlook = z.infer<typeof SaleOutlook>;

export const checkout = defineContract('checkout', {
  commands: {
    /** Takes up what dead processes have left, and attempts whose waiting is over; answers how many it carried on. */
    recoverSagas: command(z.object({ limit: z.int().positive() }), z.object({ recovered: z.int() })),
    /**
     * One turn of the waiting rooms of all sales: lets in who is next, ends admissions that nobody has used. Called each second. Answers
     * in how many milliseconds a sale wants the next one, where that is within a second: the first when it opens, then half a second later.
     */
    admitWaiting: command(z.object({}), z.object({ admitted: z.int(), againInMs: z.number().nullable() }), { deadlineMs: 60_000 }),
    /** Ids of sales that open within so many seconds. */
    openingSoon: command(z.object({ withinSeconds: z.number().positive() }), z.object({ saleIds: z.array(Id) })),
    /** What there is to know of a sale before it opens. Refused: SALE_NOT_FOUND. */
    lookAtSale: command(z.object({ slug: z.string() }), orRefused(SaleOutlook)),
    /** What is kept of a customer here, for them to have. */
    exportCustomer: command(z.object({ customerId: Id }), z.object({ data: z.unknown() })),
    /** Takes erased customers out of attempts that came to nothing since; answers of how many. */
    forgetBuyers: command(z.object({}), z.object({ forgotten: z.int() }), { deadlineMs: 60_000 }),
    /** What `npm run repair` would mend: sagas that do not go on by themselves, holds whose saga has ended. */
    planRepairs: command(z.object({}), Repairs, { deadlineMs: 60_000 }),
    /** Mends what still reads as planned. */
    applyRepairs: command(Repairs, MendedAll, { deadlineMs: 120_000 }),
  },
});
