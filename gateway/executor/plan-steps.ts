import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Boundary } from './entity-boundary.ts';
import { type FetchParts, fetchStep } from './fetch-step.ts';
import { type KeepEntities, keptEntities } from './kept-entities.ts';
import type { PlanPath } from './response-path.ts';
import type { Step } from './run.ts';

type Parts = FetchParts & { boundaries: ReadonlyMap<PlanNode, Boundary>; keep: KeepEntities | null };

/** The steps of one of Apollo's query plans; all that depends on the plan alone is done here, once. */
export function planSteps({ node }: QueryPlan, parts: Parts): Step {
  if (node?.kind === 'Subscription') throw new Error('There are no subscriptions.');
  return node ? stepOf(node, [], parts) : () => null;
}

function stepOf(node: PlanNode, path: PlanPath, parts: Parts): Step {
  switch (node.kind) {
    case 'Fetch':
      return fetchStep(node, path, parts);
    case 'Flatten':
      return stepOf(node.node, [...path, ...node.path], parts);
    case 'Sequence': {
      const steps = node.nodes.map((each) => stepOf(each, path, parts));
      const boundary = parts.boundaries.get(node);
      return parts.keep && boundary ? keptEntities(steps[0]!, inTurn(steps.slice(1)), boundary, parts.keep) : inTurn(steps);
    }
    case 'Parallel':
      return atOnce(node.nodes.map((each) => stepOf(each, path, parts)));
    case 'Condition': {
      const [then, otherwise] = [node.ifClause, node.elseClause].map((clause) => clause && stepOf(clause, path, parts));
      return (run) => (run.coerced[node.condition] === true ? then : otherwise)?.(run) ?? null;
    }
    case 'Defer':
      throw new Error('There is no @defer.');
  }
}

const inTurn =
  (steps: Step[]): Step =>
  async (run) => {
    for (const step of steps) {
      const done = step(run);
      if (done) await done;
    }
  };

const atOnce =
  (steps: Step[]): Step =>
  (run) => {
    const all = steps.map((step) => step(run)).filter((done) => done !== null);
    return all.length > 1 ? Promise.all(all).then(() => {}) : (all[0] ?? null);
  };
