import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { MendedAll, Repairs } from '../../schema/vocabulary/repair.ts';

export const checkout = defineContract('checkout', {
  commands: {
    /** Takes up what dead processes have left, and attempts whose waiting is over; answers how many it carried on. */
    recoverSagas: command(z.object({ limit: z.int().positive() }), z.object({ recovered: z.int() })),
    /** One turn of the waiting rooms of all sales: lets in who is next, ends admissions that nobody has used. Called each second. */
    admitWaiting: command(z.object({}), z.object({ admitted: z.int() }), { deadlineMs: 60_000 }),
    /** What `npm run repair` would mend: sagas that do not go on by themselves, holds whose saga has ended. */
    planRepairs: command(z.object({}), Repairs, { deadlineMs: 60_000 }),
    /** Mends what still reads as planned. */
    applyRepairs: command(Repairs, MendedAll, { deadlineMs: 120_000 }),
  },
});
