import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';

export const search = defineContract('search', {
  commands: {
    /** Builds the index anew from catalog and inventory, without a gap. Returns the number of products. */
    reindex: command(z.object({}), z.object({ products: z.int() }), { deadlineMs: 3_600_000 }),
    countProducts: command(z.object({}), z.object({ products: z.int() })),
    /** The engine, what it knows, and how far it is behind; `rebuilt` are the products of a rebuild under way in this process. */
    status: command(
      z.object({}),
      z.object({ engine: z.string(), products: z.int(), waiting: z.int(), lagSeconds: z.number(), rebuilt: z.int().nullable() }),
    ),
  },
});
