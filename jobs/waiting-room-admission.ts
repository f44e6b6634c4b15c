import type { Client } from '../kit/contract.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';

/** Lets the next in line into the sales that are open. Called twice at a time it lets in no more than called once. */
export const admitWaiting = (ask: Client<typeof checkout>) => async (): Promise<void> => {
  await ask.admitWaiting({});
};
