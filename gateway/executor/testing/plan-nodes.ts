import type { PlanNode, QueryPlan } from '@apollo/query-planner';

/** All nodes of a plan, the outer ones first. */
export function nodesOf(node: QueryPlan['node']): PlanNode[] {
  if (!node || node.kind === 'Subscription') return [];
  if (node.kind === 'Sequence' || node.kind === 'Parallel') return [node, ...node.nodes.flatMap(nodesOf)];
  if (node.kind === 'Flatten') return [node, ...nodesOf(node.node)];
  if (node.kind === 'Condition') return [node, ...nodesOf(node.ifClause), ...nodesOf(node.elseClause)];
  return [node];
}
