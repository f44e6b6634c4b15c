import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { isInterfaceType, parse, specifiedRules, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Log } from '../../kit/log.ts';
import { readWeights } from '../cost/weights.ts';
import type { AskSubgraph } from '../data-source.ts';
import { maskedFault } from '../errors.ts';
import { LIMITS, limitsRule } from '../limits.ts';
import { checkScalars } from '../scalars.ts';
import { type Engine, type PreparedOperation, prepareOperation } from './prepared-operation.ts';
import { typeConditions } from './type-conditions.ts';

/** Null: this one is for somebody else to answer. */
export type Prepare = (query: string, operationName: string | null) => PreparedOperation | null;

type Options = {
  /** SDL of the composed supergraph. */
  supergraph: string;
  askerOf: (subgraph: string) => AskSubgraph;
  log: Log;
  /** Where parts of answers are kept, and which. */
  kept?: Engine['kept'];
  /** Whether a document is one of the shop's own. */
  isTrusted?: (text: string) => boolean;
};

const MAX_OPERATIONS = 1_000;
/** Of the texts of their documents. */
const MAX_CHARACTERS = 4_000_000;
const NONE = { prepared: null };

/** Operations by the text of their document, each parsed, validated, planned and compiled once; what is wrong is remembered too. */
export function prepareOperations({ isTrusted = () => false, ...options }: Options): Prepare {
  const engine = createEngine(options);
  const known = new LRUCache<string, { prepared: PreparedOperation | null }>({
    max: MAX_OPERATIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, key) => key.length,
  });
  return (query, operationName) => {
    const key = operationName === null ? query : `${operationName}\n${query}`;
    const before = known.get(key);
    if (before) return before.prepared;
    const prepared = prepareText(query, operationName, engine, isTrusted(query));
    known.set(key, prepared ? { prepared } : NONE);
    return prepared;
  };
}

function createEngine({ supergraph: sdl, askerOf, log, kept = null }: Omit<Options, 'isTrusted'>): Engine {
  // composing has validated it
  const supergraph = Supergraph.build(sdl, { validateSupergraph: false });
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  checkScalars(schema);
  const whole = supergraph.schema.toGraphQLJSSchema();
  const conditions = typeConditions(whole);
  const askers = new Map(supergraph.subgraphsMetadata().map(({ name }) => [name, askerOf(name)]));
  const parts = {
    conditions,
    isInterface: (typename: unknown) => typeof typename === 'string' && isInterfaceType(whole.getType(typename)),
    askerOf: (name: string) => askers.get(name)!,
    fault: (error: unknown, context: Parameters<typeof maskedFault>[2]) => maskedFault(error, log, context),
  };
  return {
    schema,
    weights: readWeights(sdl),
    supergraph,
    planner: new QueryPlanner(supergraph),
    parts,
    kept,
  };
}

/** By the same rules and limits as everywhere; null when there is anything to say against it, or the planner cannot plan it. */
function prepareText(query: string, operationName: string | null, engine: Engine, isTrusted: boolean): PreparedOperation | null {
  try {
    const document = parse(query, { maxTokens: LIMITS.tokens });
    const errors = validate(engine.schema, document, [...specifiedRules, limitsRule], { maxErrors: 1 });
    return errors.length === 0 ? prepareOperation(document, operationName, engine, isTrusted) : null;
  } catch {
    // whoever answers instead meets the same fault, and says so
    return null;
  }
}
