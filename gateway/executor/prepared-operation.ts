import type { Supergraph } from '@apollo/federation-internals';
import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type OperationCost, operationCost } from '../cost/operation-cost.ts';
import type { Weights } from '../cost/weights.ts';
import type { Context } from '../identity.ts';
import { operationLabel } from '../operation-label.ts';
import { answerText, type Problem } from './answer-text.ts';
import type { FetchParts } from './fetch-step.ts';
import { branchesOf } from './plan-branches.ts';
import { branchSteps, type Keeping, planSteps } from './plan-steps.ts';
import type { PlanPath } from './response-path.ts';
import type { Run } from './run.ts';
import type { Selecting } from './selected-fields.ts';
import type { Tree } from './tree.ts';

export type Outcome = { data: string | null; errors: GraphQLFormattedError[]; problem: Problem | null };

/** An operation of a document that was seen before, with all that can be known before its variables. */
export type PreparedOperation = {
  kind: 'query' | 'mutation';
  /** As it is measured. */
  label: string;
  /** The variables with their defaults; null when they do not fit, or `@skip` and `@include` could not be decided. */
  coerce(variables: Tree): Tree | null;
  /** What it is estimated to cost, by its variables. */
  cost: OperationCost;
  run(context: Context, variables: Tree, coerced: Tree): Promise<Outcome>;
};

export type Engine = {
  schema: GraphQLSchema;
  weights: Weights;
  supergraph: Supergraph;
  planner: QueryPlanner;
  parts: FetchParts;
  /** Null where nothing is kept. */
  kept: Pick<Keeping, 'cache' | 'judge'> | null;
};

/** Beyond these, what `@skip` and `@include` make of an operation is worked out each time. */
const MAX_WRITERS = 16;

/** Null for what is better left to another: there is no such operation, or it asks for the schema. Takes a document that is valid. */
export function prepareOperation(
  document: DocumentNode,
  operationName: string | null,
  engine: Engine,
  isTrusted: boolean,
): PreparedOperation | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === 'subscription' || isExotic(document)) return null;
  const plan = engine.planner.buildQueryPlan(
    operationFromDocument(engine.supergraph.apiSchema(), document, operationName === null ? {} : { operationName }),
  );
  const conditions = conditionVariables(document).filter((name) =>
    operation.variableDefinitions?.some(({ variable }) => variable.name.value === name),
  );
  const branches = engine.kept && operation.operation === 'query' ? branchesOf(plan) : null;
  const fetchAll =
    branches && engine.kept
      ? branchSteps(branches, { ...engine.kept, name: String(++operations), conditions }, engine.parts)
      : planSteps(plan, engine.parts);
  const boundaries = branches?.flatMap(({ boundary }) => (boundary ? [boundary] : [])) ?? [];
  const writerFor = writers(document, operation, conditions, { schema: engine.schema, ...keptPlaces(branches !== null, boundaries) });
  const coerced = (variables: Tree): Tree | null => {
    if (!operation.variableDefinitions?.length) return {};
    const { coerced: values } = getVariableValues(engine.schema, operation.variableDefinitions, variables, { maxErrors: 1 });
    return values && conditions.every((name) => typeof values[name] === 'boolean') ? values : null;
  };
  const withoutAny = coerced({});
  return {
    kind: operation.operation,
    label: operationLabel(document, operationName, isTrusted),
    coerce: (variables) => (isEmpty(variables) ? withoutAny : coerced(variables)),
    cost: operationCost(document, operation, engine),
    async run(context, variables, coerced) {
      const run: Run = { context, variables, coerced, root: Object.create(null) as Tree, errors: [], isKept: false, whenWritten: [] };
      await fetchAll(run);
      const texts = run.whenWritten.length > 0 ? new Map<Tree, string>() : null;
      const written = writerFor(coerced)(run.root, { texts, isKept: run.isKept });
      if (texts && !written.problem && run.errors.length === 0) for (const tell of run.whenWritten) tell(texts);
      return { ...written, errors: run.errors };
    },
  };
}

function isEmpty(variables: Tree): boolean {
  for (const _ in variables) return false;
  return true;
}

let operations = 0;

/** Paths of the plan, joined by dots: at which finished entities may stand, and the objects on the way there. */
function keptPlaces(isKept: boolean, boundaries: PlanPath[]): Pick<Selecting, 'entities' | 'onTheWay'> {
  const onTheWay = boundaries.flatMap((path) => path.map((_, i) => path.slice(0, i).join('.')));
  return { entities: new Set(boundaries.map((path) => path.join('.'))), onTheWay: new Set(isKept ? ['', ...onTheWay] : []) };
}

/** Asks for the schema, or names a field so that it would stand where objects have what they inherit from. */
function isExotic(document: DocumentNode): boolean {
  let exotic = false;
  visit(document, {
    Field: ({ name, alias }) => {
      exotic ||= name.value === '__schema' || name.value === '__type' || alias?.value === '__proto__';
    },
  });
  return exotic;
}

function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: args = [] }) => {
      if (name.value === 'skip' || name.value === 'include')
        for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** The writer of the answer for each way in which its conditions can be met. */
function writers(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  names: string[],
  common: Pick<Selecting, 'schema' | 'entities' | 'onTheWay'>,
) {
  const known = new Map<string, ReturnType<typeof answerText>>();
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return (coerced: Tree) => {
    const key = names.map((name) => (coerced[name] ? '1' : '0')).join('');
    const before = known.get(key);
    if (before) return before;
    const conditions = Object.fromEntries(names.map((name) => [name, coerced[name] === true]));
    const write = answerText(operation, { ...common, fragments, conditions });
    if (known.size < MAX_WRITERS) known.set(key, write);
    return write;
  };
}
