import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';

export const checkout = defineContract('checkout', {
  commands: {
    /** Takes up what dead processes have left, and attempts whose waiting is over; answers how many it carried on. */
    recoverSagas: command(z.object({ limit: z.int().positive() }), z.object({ recovered: z.int() })),
  },
});
