import type { Tree } from '../executor/tree.ts';
import { LIMITS } from '../limits.ts';
import type { OperationCost } from './operation-cost.ts';
import { evaluate } from './term.ts';

/** What is wrong with the size of what an operation asks for. */
export type Excess = { slice: number } | { cost: number };

/** Null where the lists that it asks for, and all of it together, are no larger than they may be. */
export function excessOf({ cost, slices }: OperationCost, variables: Tree, maxCost: number): Excess | null {
  for (const slice of slices) {
    const size = evaluate(slice, variables);
    if (size < 1 || size > LIMITS.page) return { slice: size };
  }
  const whole = evaluate(cost, variables);
  return whole > maxCost ? { cost: whole } : null;
}
