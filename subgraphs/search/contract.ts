import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';

export const search = defineContract('search', {
  commands: {
    /** Builds the index anew from catalog and inventory, without a gap. Returns the number of products. */
    reindex: command(z.object({}), z.object({ products: z.int() }), { deadlineMs: 600_000 }),
    countProducts: command(z.object({}), z.object({ products: z.int() })),
  },
});
