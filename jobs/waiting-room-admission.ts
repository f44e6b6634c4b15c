import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../kit/contract.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';

/**
 * Lets the next in line into the sales that are open; at the very moment at which one opens, if that is before the next turn. Called twice at
 * a time it lets in no more than called once.
 */
export const admitWaiting = (ask: Pick<Client<typeof checkout>, 'admitWaiting'>) => async (): Promise<void> => {
  const { opensInMs } = await ask.admitWaiting({});
  if (opensInMs === null) return;
  await sleep(opensInMs);
  await ask.admitWaiting({});
};
