import type { Client } from '../../../kit/contract.ts';
import type { payments } from '../../payments/contract.ts';
import type { Charge } from '../invariant.ts';

const PAGE = 1000;

/** All that the provider has charged for us, page by page. A page that leads back to where it came from is an error, not a loop. */
export async function readLedger(provider: Pick<Client<typeof payments>, 'providerLedger'>): Promise<Charge[]> {
  const charges = new Map<string, Charge>();
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof provider.providerLedger>> = await provider.providerLedger({ after, limit: PAGE });
    for (const charge of page.charges) charges.set(charge.intentId, charge);
    if (page.next !== null && page.next === after) throw new Error(`the ledger does not go on after ${after}`);
    after = page.next;
  } while (after !== null);
  return [...charges.values()];
}
