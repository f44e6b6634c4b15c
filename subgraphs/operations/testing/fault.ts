import type { Charge } from '../invariant.ts';
import type { Changes } from './shop.ts';

/** A fault: what differs from the healthy history, what is then done to the tables, and to the provider's ledger. */
export type Fault = { name: string; changes?: Changes; sql?: string; ledger?: (charges: Charge[]) => Charge[] };
