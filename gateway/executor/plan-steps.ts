import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Judge } from '../cache/cacheability.ts';
import { type FetchParts, fetchStep } from './fetch-step.ts';
import { keptEntities } from './kept-entities.ts';
import { keptRoot } from './kept-roots.ts';
import type { PartCache } from './part-cache.ts';
import type { Branch } from './plan-branches.ts';
import type { PlanPath } from './response-path.ts';
import type { Step } from './run.ts';

/** The steps of one of Apollo's query plans; all that depends on the plan alone is done here, once. */
export function planSteps({ node }: QueryPlan, parts: FetchParts): Step {
  if (node?.kind === 'Subscription') throw new Error('There are no subscriptions.');
  return node ? stepOf(node, [], parts) : () => null;
}

export type Keeping = {
  cache: PartCache;
  judge: Judge;
  /** Another one for each operation. */
  name: string;
  /** Variables that `@skip` and `@include` look at. */
  conditions: readonly string[];
};

/** The same for a plan of branches, of which those parts are kept that show nothing but what anybody may see. */
export const branchSteps = (branches: Branch[], keeping: Keeping, parts: FetchParts): Step =>
  atOnce(branches.map((branch, i) => branchStep(branch, { ...keeping, name: `${keeping.name}.${i}` }, parts)));

function branchStep({ root, rest, fetches, boundary }: Branch, { cache, judge, name, conditions }: Keeping, parts: FetchParts): Step {
  const first = stepOf(root, [], parts);
  const then = inTurn(rest.map((each) => stepOf(each, [], parts)));
  const [ofRoot, ofRest] = [judged([root], judge), judged(fetches, judge)];
  const isFinal = rest.length === 0 || boundary !== null;
  const own = { cache, name: `root ${name}`, variables: variablesOf([root]), isLive: ofRoot === 'live' };
  const find = isFinal && ofRoot !== 'never' ? keptRoot(first, { ...own, path: boundary, writes: ofRest === 'never' }) : first;
  if (rest.length === 0) return find;
  if (!boundary || ofRest === 'never') return inTurn([find, then]);
  const about = { cache, variables: variablesOf(fetches), isLive: ofRest === 'live' };
  return inTurn([find, keptEntities(then, { ...about, name, path: boundary, conditions })]);
}

function judged(fetches: FetchNode[], judge: Judge): ReturnType<Judge> {
  const all = fetches.map(({ operation, operationName }) => judge(operation, operationName ?? null));
  return all.includes('never') ? 'never' : all.includes('live') ? 'live' : 'until purged';
}

const variablesOf = (fetches: FetchNode[]): string[] => [...new Set(fetches.flatMap(({ variableUsages = [] }) => variableUsages))];

function stepOf(node: PlanNode, path: PlanPath, parts: FetchParts): Step {
  switch (node.kind) {
    case 'Fetch':
      return fetchStep(node, path, parts);
    case 'Flatten':
      return stepOf(node.node, [...path, ...node.path], parts);
    case 'Sequence':
      return inTurn(node.nodes.map((each) => stepOf(each, path, parts)));
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
