import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../kit/contract.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';

/** So often it runs. What is wanted sooner it does itself, so that the next one finds it ended. */
export const ADMISSION_EVERY_MS = 1_000;

/** Lets the next in line into the sales that are open, when they want it. Called twice at a time it lets in no more than called once. */
export const admitWaiting = (ask: Pick<Client<typeof checkout>, 'admitWaiting'>) => async (): Promise<void> => {
  const until = performance.now() + ADMISSION_EVERY_MS;
  for (;;) {
    const { againInMs } = await ask.admitWaiting({});
    if (againInMs === null || performance.now() + againInMs >= until) return;
    await sleep(againInMs);
  }
};
