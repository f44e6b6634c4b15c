import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { GraphRequest } from '../../../kit/graph.ts';
import type { Comparable } from './comparable.ts';
import type { Operation } from './operations.ts';
import { nodesOf } from './plan-nodes.ts';

type Seen = { operation: Operation; plan: string; answer: Comparable; nodes: PlanNode[] };

/** What there is to get wrong, and how an operation, its plan or its answer shows that it was there. */
const SIGNS: Record<string, (seen: Seen) => boolean> = {
  'an alias': ({ operation }) => /\ba\d+: /.test(operation.query),
  'an alias that objects inherit': ({ operation }) => /constructor\d+: /.test(operation.query),
  'a field twice, with different arguments': ({ operation }) => /(\w+)_\d+: \1\(.*\1_\d+: \1\(/.test(operation.query),
  'a named fragment': ({ operation }) => /\.\.\.F\d/.test(operation.query),
  'a fragment spread twice': ({ operation }) => /(\.\.\.F\d+)\b.*\1\b/.test(operation.query),
  'fragments within fragments': ({ operation }) => /fragment F\d+ on [^}]*\.\.\.F\d/.test(operation.query),
  'an inline fragment': ({ operation }) => /\.\.\. on /.test(operation.query),
  'an inline fragment without a type': ({ operation }) => /\.\.\. @/.test(operation.query),
  'a fragment on an interface': ({ operation }) => / on (UserError|Media|Node|Problem)\b/.test(operation.query),
  'a fragment on a union': ({ operation }) => / on (CheckoutResult|Hit|Contact)\b/.test(operation.query),
  'an interface by its implementations': ({ operation }) => /\.\.\. on (PriceChanged|Taken|Film)\b/.test(operation.query),
  '__typename under an alias': ({ operation }) => /kind: __typename/.test(operation.query),
  '@skip with a literal': ({ operation }) => /@skip\(if: (true|false)/.test(operation.query),
  '@include with a literal': ({ operation }) => /@include\(if: (true|false)/.test(operation.query),
  '@skip with a variable': ({ operation }) => /@skip\(if: \$/.test(operation.query),
  '@include with a variable': ({ operation }) => /@include\(if: \$/.test(operation.query),
  'a variable': ({ operation }) => Object.keys(operation.variables).length > 0,
  'a variable with a default that is left out': ({ operation }) =>
    [...operation.query.matchAll(/\$(v\d+): [^,)]* = /g)].some(([, name]) => !(name! in operation.variables)),
  'a variable that is null': ({ operation }) => Object.values(operation.variables).includes(null),
  'an input object': ({ operation }) => /: \{ \w/.test(operation.query) || Object.values(operation.variables).some(isObject),
  'one of two operations': ({ operation }) => /query Other/.test(operation.query),
  'a mutation': ({ operation, plan }) => operation.query.startsWith('mutation') && plan.includes('"Fetch"'),
  'mutations one after the other': ({ nodes }) =>
    nodes.some((node) => 'operationKind' in node && node.operationKind === 'mutation') && nodes.some(isSequenceOfMutations),
  'a list of lists': ({ answer }) => JSON.stringify(answer.data)?.includes('[[') ?? false,
  'an empty list': ({ answer }) => JSON.stringify(answer.data)?.includes('[]') ?? false,
  'fetches at once': ({ plan }) => plan.includes('"Parallel"'),
  'fetches in turn': ({ plan }) => plan.includes('"Sequence"'),
  'entities of a list': ({ plan }) => plan.includes('"@"'),
  'a condition of the plan': ({ plan }) => plan.includes('"Condition"'),
  '@requires': ({ operation, nodes }) =>
    /shipping|label/.test(operation.query) && nodes.some((node) => requires(node, /"(weight|dims|genre)/)),
  '@requires with a fragment': ({ nodes }) => nodes.some((node) => requires(node, /"contacts?".*InlineFragment/)),
  'a key under another name': ({ plan }) => plan.includes('"KeyRenamer"'),
  'a key within a key': ({ nodes }) => nodes.some((node) => requires(node, /"book".*"isbn"/)),
  'an interface that is an object elsewhere': ({ plan }) => plan.includes('"ValueSetter"'),
  'an error of a subgraph': ({ answer }) => answer.errors.some((error) => error.includes('"failed: ')),
  'an error of an entity': ({ answer }) => answer.errors.some((error) => error.includes(' here"')),
  'an error below an item of a list': ({ answer }) => answer.errors.some((error) => /"path":\[[^\]]*,\d+,/.test(error)),
  'a subgraph that cannot be asked': ({ answer }) => answer.errors.some((error) => error.includes('SUBGRAPH_UNAVAILABLE')),
  'a null that nobody reports where none may be': ({ answer }) => answer.errors.some((error) => error.includes('went wrong on our side')),
  'nothing left of the data': ({ answer }) => answer.data === null,
  'errors beside data': ({ answer }) => answer.errors.length > 0 && isObject(answer.data),
  'a null in the data': ({ answer }) => JSON.stringify(answer.data)?.includes('null') ?? false,
};

export const FEATURES = [...Object.keys(SIGNS), 'an entity that stands in several places', 'a value that the API hides'];

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const requires = (node: PlanNode, sign: RegExp): boolean => node.kind === 'Fetch' && sign.test(JSON.stringify(node.requires ?? []));
const isSequenceOfMutations = (node: PlanNode): boolean =>
  node.kind === 'Sequence' && node.nodes.filter((each) => each.kind === 'Fetch' && each.operationKind === 'mutation').length > 1;

/** Counts what was there. */
export class Features {
  readonly #counts = new Map<string, number>();

  count(feature: string): number {
    return this.#counts.get(feature) ?? 0;
  }

  saw(operation: Operation, plan: QueryPlan | undefined, answer: Comparable): void {
    if (!plan) return;
    const nodes = nodesOf(plan.node);
    const text = JSON.stringify(plan, (key, value) => (key === 'operationDocumentNode' || key === 'operation' ? undefined : value));
    for (const [feature, sign] of Object.entries(SIGNS)) if (sign({ operation, plan: text, answer, nodes })) this.#add(feature);
    if (answer.errors.some((error) => error.includes('went wrong')) && /genre/.test(operation.query))
      this.#add('a value that the API hides');
  }

  /** By what is asked of the subgraphs: Apollo asks for an entity as often as it stands somewhere. */
  fetched({ variables }: GraphRequest): void {
    const all = (variables?.representations as unknown[] | undefined)?.map((each) => JSON.stringify(each)) ?? [];
    if (new Set(all).size < all.length) this.#add('an entity that stands in several places');
  }

  #add(feature: string): void {
    this.#counts.set(feature, this.count(feature) + 1);
  }
}
