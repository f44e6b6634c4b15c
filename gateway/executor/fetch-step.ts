import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLFormattedError } from 'graphql';
import type { AskSubgraph, Fetch, VisibleError } from '../data-source.ts';
import type { Context } from '../identity.ts';
import { keyOf, type Pick, picker } from './representations.ts';
import { commonPlace, type Place, type PlanPath, placesAt, targetsAt } from './response-path.ts';
import { type Rewrite, rewriter } from './rewrites.ts';
import type { Run, Step } from './run.ts';
import { isTree, merge, reader, setOwn, type Tree } from './tree.ts';
import type { TypeConditions } from './type-conditions.ts';

export type FetchParts = {
  conditions: TypeConditions;
  isInterface: (typename: unknown) => boolean;
  askerOf: (subgraph: string) => AskSubgraph;
  /** Logs a failure of ours, and says what the client is told. */
  fault: (error: unknown, context: Context) => GraphQLFormattedError;
};

type Ask = (run: Run, representations: Tree[] | null) => ReturnType<AskSubgraph>;

/** Asks one subgraph and puts what it says into the tree at `path`; with `requires`, for the entities that stand there. */
export function fetchStep(node: FetchNode, path: PlanPath, parts: FetchParts): Step {
  const find = targetsAt(path);
  const ask = asks(node, parts.askerOf(node.serviceName));
  const fill = node.requires ? entities(node, path, ask, parts) : fields(node, path, ask, parts);
  return (run) => {
    const targets = find(run.root);
    if (targets.length === 0) return null;
    return fill(run, targets)?.catch((error: unknown) => void run.errors.push(parts.fault(error, run.context))) ?? null;
  };
}

function asks({ operation: query, operationName, operationKind, variableUsages = [] }: FetchNode, asker: AskSubgraph): Ask {
  const fetch = { kind: operationKind === 'mutation' ? 'mutation' : 'read', query, operationName: operationName ?? null } as const;
  const used = variableUsages.map((name) => ({ name, read: reader(name) }));
  return (run, representations) => {
    const variables: Tree = representations ? { representations } : {};
    for (const { name, read } of used) {
      const value = read(run.variables);
      if (value !== undefined) setOwn(variables, name, value);
    }
    return asker({ ...fetch, variables } satisfies Fetch, run.context);
  };
}

type Fill = (run: Run, targets: Tree[]) => Promise<void> | null;

function fields({ serviceName, outputRewrites }: FetchNode, path: PlanPath, ask: Ask, { conditions }: FetchParts): Fill {
  const rewrite = rewriter(outputRewrites, conditions);
  return async (run, targets) => {
    const { data, errors } = await ask(run, null);
    for (const error of errors ?? []) {
      const place = path.length === 0 ? error.path : [...commonPlace(path), ...(path.includes('@') ? [] : (error.path ?? []))];
      run.errors.push(reported(error, serviceName, place));
    }
    if (!data) return;
    rewrite?.(data);
    for (const target of targets) merge(target, data);
  };
}

/** Entities that are asked for once, and where each of them goes: positions among the targets. */
type Asked = { representations: Tree[]; owners: number[][] };

function entities(
  { serviceName, requires = [], inputRewrites, outputRewrites }: FetchNode,
  path: PlanPath,
  ask: Ask,
  parts: FetchParts,
): Fill {
  const pick = picker(requires, parts.conditions);
  const rewriteInput = rewriter(inputRewrites, parts.conditions);
  const rewriteOutput = rewriter(outputRewrites, parts.conditions);
  return (run, targets) => {
    const asked = askedFor(targets, pick, rewriteInput);
    return asked.representations.length > 0 ? answered(run, targets, asked) : null;
  };

  async function answered(run: Run, targets: Tree[], { representations, owners }: Asked): Promise<void> {
    const { data, errors } = await ask(run, representations);
    if (errors) run.errors.push(...entityErrors(errors, serviceName, path, owners, run.root));
    if (!data) return;
    const found = data._entities;
    if (!Array.isArray(found) || found.length !== representations.length)
      throw new Error(`${serviceName} was asked for ${representations.length} entities and answered otherwise`);
    for (const [i, entity] of found.entries()) {
      if (!isTree(entity)) continue;
      // a subgraph that knows an interface as an object cannot know better what it is than who has named the entity
      if (parts.isInterface(entity.__typename)) entity.__typename = undefined;
      // a rewrite may depend on the type
      if (rewriteOutput)
        rewriteOutput(entity.__typename === undefined ? Object.assign(entity, { __typename: representations[i]!.__typename }) : entity);
      for (const owner of owners[i]!) merge(targets[owner]!, entity);
    }
  }
}

function askedFor(targets: Tree[], pick: Pick, rewrite: Rewrite | null): Asked {
  const asked: Asked = { representations: [], owners: [] };
  const known = new Map<string, number>();
  for (const [i, target] of targets.entries()) {
    const representation = pick(target);
    if (typeof representation?.__typename !== 'string') continue;
    const key = targets.length > 1 ? keyOf(representation) : '';
    const before = known.get(key);
    if (before !== undefined) {
      asked.owners[before]!.push(i);
      continue;
    }
    rewrite?.(representation);
    known.set(key, asked.representations.push(representation) - 1);
    asked.owners.push([i]);
  }
  return asked;
}

/** An error of one entity stands wherever that entity does; one of the whole fetch where all of its entities are. */
function entityErrors(
  errors: VisibleError[],
  serviceName: string,
  path: PlanPath,
  owners: number[][],
  root: Tree,
): GraphQLFormattedError[] {
  let places: Place[] | undefined;
  return errors.flatMap((error) => {
    const [, index, ...rest] = error.path ?? [];
    if (typeof index !== 'number' || !owners[index]) return [reported(error, serviceName, error.path && commonPlace(path))];
    places ??= placesAt(path, root);
    return owners[index].map((owner) => reported(error, serviceName, [...(places?.[owner] ?? []), ...rest]));
  });
}

function reported(
  { message, extensions: { code, fault, retryAfterMs } }: VisibleError,
  subgraph: string,
  path?: readonly (string | number)[],
) {
  return {
    message: message || `Error while fetching subquery from service "${subgraph}"`,
    ...(path && { path }),
    extensions: {
      code: code ?? 'DOWNSTREAM_SERVICE_ERROR',
      ...(fault !== undefined && { fault }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  };
}
