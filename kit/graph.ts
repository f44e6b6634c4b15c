import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
  type NamedTypeNode,
  typeFromAST,
  valueFromAST,
  validate,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { resolveEntities } from './entities.ts';
import { Forbidden, type Identity } from './identity.ts';
import type { Log } from './log.ts';
import { newNotes, type Outcome } from './notes.ts';
import { uuidv7 } from './uuid.ts';

export type GraphRequest = { query: string; variables?: Record<string, unknown> | null; operationName?: string | null; identity: Identity };
export type GraphAnswer = {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
  /** See kit/notes.ts. */
  tags?: readonly string[];
  warnings?: readonly string[];
  outcome?: Outcome;
};

// A resolver's parent and arguments are what the schema says; codegen gives their types to each context.
// biome-ignore lint/suspicious/noExplicitAny: the one place where GraphQL's dynamic resolver map meets TypeScript
export type ResolverMap = Record<string, any>;

/**
 * For `satisfies`, with the generated `Resolvers` of a context: a resolver for a type or field that its schema does not
 * have is an error at compile time, wherever it is renamed.
 */
export type ResolverNames<R> = { [T in keyof R]?: { [F in keyof NonNullable<R[T]>]?: unknown } };

/** A federation subgraph that answers without HTTP; parsed, validated and compiled documents are kept, as plans repeat them. */
export function createGraph(sdl: string, resolvers: ResolverMap, perRequest: (identity: Identity) => object, log: Log) {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: onlyTypesOf(sdl, resolvers) });
  resolveEntities(schema);
  const documents = new LRUCache<string, Run>({ max: 1000 });
  return async ({ query, variables, operationName, identity }: GraphRequest): Promise<GraphAnswer> => {
    const run = documents.get(query) ?? checked(schema, query, documents);
    const notes = newNotes();
    const result = await run(variables ?? {}, { identity, notes, ...perRequest(identity) }, operationName ?? null);
    return {
      data: result.data ?? null,
      ...(result.errors && { errors: result.errors.map((error) => presentable(error, log, identity)) }),
      ...(notes.tags.size > 0 && { tags: [...notes.tags] }),
      ...(notes.warnings.size > 0 && { warnings: [...notes.warnings] }),
      ...(notes.outcome && { outcome: notes.outcome }),
    };
  };
}

type Run = (
  variables: Record<string, unknown>,
  context: object,
  operationName: string | null,
) => Promise<ExecutionResult> | ExecutionResult;

function checked(schema: GraphQLSchema, query: string, documents: LRUCache<string, Run>): Run {
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new AggregateError(errors, `the plan does not fit the subgraph: ${errors[0]!.message}`);
  const run = runner(schema, document);
  documents.set(query, run);
  return run;
}

/** A document that was asked so often will be asked again: compiling costs about as much as running it ten times. */
const WORTH_COMPILING = 3;

/** Runs a document; a query that comes again is compiled. Mutations are not: there the order is what matters. */
function runner(schema: GraphQLSchema, document: DocumentNode): Run {
  const isQuery = getOperationAST(document)?.operation === 'query';
  let uses = 0;
  let compiled: Run | null = null;
  return (variableValues, contextValue, operationName) => {
    if (compiled) return compiled(variableValues, contextValue, operationName);
    if (isQuery && ++uses === WORTH_COMPILING) compiled = compiledRun(schema, document);
    return execute({ schema, document, variableValues, operationName, contextValue, fieldResolver: property });
  };
}

/** As the compiler reads a field that has no resolver: what lies there, even if it is a function. */
const property: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, { fieldName }) =>
  (source as Record<string, unknown>)[fieldName];

/** Null where the compiler does not know how. */
function compiledRun(schema: GraphQLSchema, document: DocumentNode): Run | null {
  const query = compileQuery(schema, document, undefined, { disableLeafSerialization: false });
  if (!isCompiledQuery(query)) return null;
  const defaults = defaultsOf(schema, document);
  return (variables, context) => query.query({}, context, { ...defaults, ...variables });
}

/** The compiler takes a variable that must not be null for missing, default or not. */
function defaultsOf(schema: GraphQLSchema, document: DocumentNode): Record<string, unknown> {
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  return Object.fromEntries(
    definitions.flatMap(({ variable, type, defaultValue }) => {
      const input = defaultValue && typeFromAST(schema, type as NamedTypeNode);
      return input ? [[variable.name.value, valueFromAST(defaultValue, input as GraphQLInputType)]] : [];
    }),
  );
}

/** A fault reaches the client as an id that stands in the log; what is wrong with a request is said plainly. */
function presentable(error: GraphQLError, log: Log, identity: Identity) {
  const cause = error.originalError;
  if (cause instanceof Forbidden) return { message: cause.message, path: error.path, extensions: { code: cause.code } };
  // a null where none may be has a place and no cause where the query was compiled
  if (cause instanceof GraphQLError || (!cause && !error.path)) {
    const code = (cause?.extensions ?? error.extensions)?.code ?? 'BAD_USER_INPUT';
    return { message: error.message, path: error.path, extensions: { code } };
  }
  const id = uuidv7();
  log.error(
    {
      fault: id,
      trace_id: identity.traceId,
      err: cause ?? error,
      field: error.nodes?.[0] && 'name' in error.nodes[0] ? error.nodes[0].name?.value : undefined,
    },
    'a resolver failed',
  );
  return {
    message: `Something went wrong on our side (${id}).`,
    path: error.path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', fault: id },
  };
}

/** The vocabulary's resolvers, cut to the types that this subgraph's SDL has. */
function onlyTypesOf(sdl: string, resolvers: ResolverMap): ResolverMap {
  const names = new Set(
    parse(sdl).definitions.flatMap((node) =>
      'name' in node && node.name && node.kind !== Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [],
    ),
  );
  return Object.fromEntries(Object.entries(resolvers).filter(([name]) => names.has(name)));
}
