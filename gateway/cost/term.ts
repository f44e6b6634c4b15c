import type { Tree } from '../executor/tree.ts';

/** A number, or one that the variables decide. What they do not decide is worked out once. */
export type Term = number | ((variables: Tree) => number);

export const evaluate = (term: Term, variables: Tree): number => (typeof term === 'number' ? term : term(variables));

export function sum(terms: readonly Term[]): Term {
  let fixed = 0;
  const open: ((variables: Tree) => number)[] = [];
  for (const term of terms) {
    if (typeof term === 'number') fixed += term;
    else open.push(term);
  }
  return open.length === 0 ? fixed : (variables) => open.reduce((total, term) => total + term(variables), fixed);
}

export function product(a: Term, b: Term): Term {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  if (b === 1) return a;
  return (variables) => evaluate(a, variables) * evaluate(b, variables);
}
