import type { Client } from '../kit/contract.ts';
import type { inventory } from '../subgraphs/inventory/contract.ts';

const BATCH = 1_000;

/** Ends holds whose time is over, until none is left. */
export const expireReservations = (ask: Client<typeof inventory>) => async (): Promise<void> => {
  for (;;) {
    const { expired } = await ask.expireReservations({ limit: BATCH });
    if (expired < BATCH) return;
  }
};
