import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
import type { PlanPath } from './response-path.ts';

/** A fetch that begins at the root, and what is fetched for what it has found. */
export type Branch = {
  root: FetchNode;
  rest: PlanNode[];
  /** The fetches of the rest. */
  fetches: FetchNode[];
  /**
   * Where all of the rest is put at or below: what stands there in the end depends on what the root has put there and on
   * variables, and on nothing else. Null when there is no one place.
   */
  boundary: PlanPath | null;
};

/** The branches of a plan that have nothing to do with each other; null where it is of another shape. */
export function branchesOf({ node }: QueryPlan): Branch[] | null {
  const nodes = node?.kind === 'Parallel' ? node.nodes : [node];
  const branches: Branch[] = [];
  for (const each of nodes) {
    const [root, ...rest] = each?.kind === 'Sequence' ? each.nodes : [each as PlanNode | undefined];
    if (root?.kind !== 'Fetch' || root.requires) return null;
    const fillings = rest.flatMap((one) => fillingsOf(one, []));
    branches.push({ root, rest: rest as PlanNode[], fetches: fillings.map(({ fetch }) => fetch), boundary: boundaryOf(fillings) });
  }
  // two that write below one name would need what is left out here
  const names = branches.flatMap(({ root }) => topNames(root.operation));
  return new Set(names).size === names.length ? branches : null;
}

type Filling = { path: PlanPath; fetch: FetchNode };

function boundaryOf(fillings: Filling[]): PlanPath | null {
  const [first] = [...fillings].sort((a, b) => a.path.length - b.path.length);
  if (!first || first.path.length === 0) return null;
  return fillings.every(({ path }) => first.path.every((name, i) => name === path[i])) ? first.path : null;
}

function fillingsOf(node: PlanNode | undefined, path: PlanPath): Filling[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'Fetch':
      return [{ path, fetch: node }];
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

const topNames = (operation: string): string[] =>
  parse(operation, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? node.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? (each.alias ?? each.name).value : '...'))
      : [],
  );
