import type { FetchNode, PlanNode, QueryPlan, SequenceNode } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
import type { PlanPath } from './response-path.ts';

/**
 * Where a plan goes over from finding entities to filling them in: `root` gives references, the rest of the sequence
 * fetches what they stand for. What stands at `path` then depends on the reference and on `variables`, and on nothing else.
 */
export type Boundary = { path: PlanPath; variables: readonly string[] };

type Filling = { path: PlanPath; variables: readonly string[] };

/** The sequences of a plan that have such a boundary. */
export function boundariesOf({ node }: QueryPlan): Map<SequenceNode, Boundary> {
  const branches = node?.kind === 'Parallel' ? node.nodes : [node];
  const roots = branches.map((branch) => (branch?.kind === 'Sequence' ? branch.nodes[0] : branch));
  const found = new Map<SequenceNode, Boundary>();
  // who else writes below the same name could need what is left out here
  if (!roots.every((root): root is FetchNode => root?.kind === 'Fetch' && !root.requires) || !areDisjoint(roots)) return found;
  for (const branch of branches) {
    const boundary = branch?.kind === 'Sequence' ? boundaryOf(branch.nodes.slice(1)) : null;
    if (boundary) found.set(branch as SequenceNode, boundary);
  }
  return found;
}

function boundaryOf(rest: PlanNode[]): Boundary | null {
  const fillings = rest.flatMap((node) => fillingsOf(node, []));
  const [first] = [...fillings].sort((a, b) => a.path.length - b.path.length);
  if (!first || first.path.length === 0) return null;
  const isBelow = ({ path }: Filling) => first.path.every((name, i) => name === path[i]);
  return fillings.every(isBelow) ? { path: first.path, variables: [...new Set(fillings.flatMap(({ variables }) => variables))] } : null;
}

function fillingsOf(node: PlanNode | undefined, path: PlanPath): Filling[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'Fetch':
      return [{ path, variables: node.variableUsages ?? [] }];
    case 'Flatten':
      return fillingsOf(node.node, [...path, ...node.path]);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => fillingsOf(each, path));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => fillingsOf(each, path));
    case 'Defer':
      throw new Error('There is no @defer.');
  }
}

function areDisjoint(roots: FetchNode[]): boolean {
  const names = roots.flatMap(({ operation }) => topNames(operation));
  return new Set(names).size === names.length;
}

const topNames = (operation: string): string[] =>
  parse(operation, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? node.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? (each.alias ?? each.name).value : '...'))
      : [],
  );
