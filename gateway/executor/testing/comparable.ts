import type { QueryPlan } from '@apollo/query-planner';
import { executeSync, type GraphQLSchema, Kind, parse, type SelectionSetNode, visit } from 'graphql';
import type { GraphHttpAnswer } from '../../graph-answer.ts';
import type { Operation } from './operations.ts';
import { nodesOf } from './plan-nodes.ts';

type Shown = { message: string; path?: unknown[]; extensions: { code: string; fault?: string } };
export type Comparable = { status: number; headers: unknown; data: unknown; errors: string[] };

const FAULT = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An answer without what differs from one run to the next: ids of faults, and which of two errors came first. */
export function comparable({ status, headers, body }: GraphHttpAnswer): Comparable {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: Shown[] };
  const said = errors.map((error) => JSON.stringify(isHole(error, data) ? { ...error, path: 'a hole' } : error));
  return { status, headers, data, errors: said.map((error) => error.replaceAll(FAULT, 'id')).sort() };
}

/** Of several holes the first is told of, and which is the first depends on an order of fields; what it names must be gone. */
const isHole = ({ path, message, extensions }: Shown, data: unknown): boolean =>
  extensions.code === 'INTERNAL_SERVER_ERROR' && message.includes('went wrong on our side') && path !== undefined && isNullAt(path, data);

function isNullAt(path: unknown[], data: unknown): boolean {
  let at = data;
  for (const step of path) {
    if (at === null || at === undefined) return true;
    at = (at as Record<string | number, unknown>)[step as string];
  }
  return at === null || at === undefined;
}

/**
 * Whether two answers are one, names in their order included: that of the other answer, or else that of graphql-js.
 * `leavesOut`: fetches may leave out some of the items of a list.
 */
export function isSame(theirs: Comparable, ours: Comparable, operation: Operation, schema: GraphQLSchema, leavesOut: boolean): boolean {
  const alike = (a: string[], b: string[]) =>
    sorted(a) === sorted(b) || (leavesOut && (isUnsaid(a, b) || sorted(placeless(a)) === sorted(placeless(b))));
  if (theirs.status !== ours.status || sorted([theirs.headers, theirs.data]) !== sorted([ours.headers, ours.data])) return false;
  if (!alike(theirs.errors, ours.errors)) return false;
  const text = JSON.stringify(ours.data);
  return text === JSON.stringify(theirs.data) || text === JSON.stringify(inOrder(ours.data, operation, schema));
}

/** A subgraph that knows an interface as an object is asked for its type: @apollo/gateway takes the name of the interface for it. */
export const isSpoiled = (plan: QueryPlan | undefined): boolean =>
  nodesOf(plan?.node).some((node) => node.kind === 'Fetch' && node.serviceName === 'ratings' && asksForItsType(node.operation));

/** However deep it stands in fragments of that interface. */
function asksForItsType(operation: string): boolean {
  const ofMedia = ({ selections }: SelectionSetNode): boolean =>
    selections.some((each) =>
      each.kind === Kind.FIELD
        ? each.name.value === '__typename' && !each.alias
        : each.kind === Kind.INLINE_FRAGMENT && ofMedia(each.selectionSet),
    );
  let found = false;
  visit(parse(operation), {
    InlineFragment: ({ typeCondition, selectionSet }) => {
      found ||= typeCondition?.name.value === 'Media' && ofMedia(selectionSet);
    },
  });
  return found;
}

/** An object of which nobody says what it is takes what is above it along; @apollo/gateway does not say why. */
const isUnsaid = (theirs: string[], ours: string[]): boolean =>
  theirs.length === 0 && ours.length === 1 && ours[0]!.includes('"path":"a hole"');

/** Where an item of a list is left out of a fetch, @apollo/gateway counts on as if it were not there, and names another item. */
const placeless = (errors: string[]): string[] =>
  errors.map((error) => error.replace(/"path":\[[^\]]*\]/, (path) => path.replaceAll(/\b\d+\b/g, '@'))).sort();

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    each && typeof each === 'object' && !Array.isArray(each) ? Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)) : each,
  );

/** The data as graphql-js orders it: @apollo/gateway moves a fragment that stands twice to where it stands first. */
function inOrder(data: unknown, { query, operationName, variables }: Operation, schema: GraphQLSchema): unknown {
  let unknown = false;
  const result = executeSync({
    schema,
    document: parse(query),
    operationName,
    variableValues: variables,
    rootValue: data,
    fieldResolver: (source, _, __, { path }) => source[path.key],
    typeResolver: ({ __typename, kind }) => {
      // who was not asked what it is cannot be ordered
      unknown ||= (__typename ?? kind) === undefined;
      return __typename ?? kind;
    },
  });
  return unknown ? data : result.data;
}
