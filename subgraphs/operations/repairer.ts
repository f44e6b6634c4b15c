import type { Client } from '../../kit/contract.ts';
import type { Mended, Repair } from '../../schema/vocabulary/repair.ts';
import type { inventory } from '../inventory/contract.ts';

/** What every context that can mend its own is asked. */
export type Repairer = Pick<Client<typeof inventory>, 'planRepairs' | 'applyRepairs'>;
/** In this order: counters first, on which all stock moves; then what the provider knows; then the sagas that need both. */
export const REPAIRERS = ['inventory', 'payments', 'checkout', 'orders'] as const;
export type Repairers = Record<(typeof REPAIRERS)[number], Repairer>;

export type PlannedRepair = Repair & { context: string };
export type DoneRepair = Mended & { context: string };
