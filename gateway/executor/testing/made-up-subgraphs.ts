import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { GraphAnswer, GraphRequest, ResolverMap } from '../../../kit/graph.ts';
import type { SubgraphSdl } from '../../../schema/composition/subgraphs.ts';
import { type Entities, entitiesOf } from './entities.ts';

/** How often, in percent, something goes otherwise than well; the seed decides where. */
export type Mood = { seed: number; nulls: number; errors: number; holes: number; down: number };

/** An object in a subgraph: the same identity has the same fields, whichever subgraph is asked. */
type Thing = { __typename?: string; identity: string; n: number; given?: Record<string, unknown> };
type Made = { mood: Mood; entities: Entities };

/** FNV-1a. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  // the last characters count for as much as the first
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/**
 * Subgraphs that are executed for real and whose every value is made up from a seed, the place it stands at and the
 * arguments: so two executors that ask the same are told the same.
 */
export function madeUpSubgraphs(subgraphs: SubgraphSdl[]) {
  const entities = entitiesOf(subgraphs);
  const schemas = new Map(subgraphs.map(({ name, typeDefs }) => [name, schemaOf(name, typeDefs, entities)]));
  const documents = new Map<string, ReturnType<typeof parse>>();
  return async (name: string, { query, variables, operationName }: GraphRequest, mood: Mood): Promise<GraphAnswer> => {
    if (hash(`${mood.seed} down ${name} ${query}`) % 100 < mood.down)
      throw Object.assign(new Error('nobody is there'), { code: 'ECONNREFUSED' });
    const schema = schemas.get(name)!;
    const known = documents.get(name + query);
    const document = known ?? parse(query);
    const invalid = known ? [] : validate(schema, document);
    if (invalid[0]) throw new Error(`the plan does not fit ${name}: ${invalid[0].message} in ${query}`);
    documents.set(name + query, document);
    const made: Made = { mood, entities };
    const result = await execute({
      schema,
      document,
      variableValues: variables ?? {},
      operationName: operationName ?? null,
      rootValue: { identity: 'root', n: 0 } satisfies Thing,
      contextValue: made,
      fieldResolver: makeUp,
      typeResolver: (value, _, info, type) => (value as Thing).__typename ?? concrete(type, (value as Thing).n, info.schema, entities),
    });
    const errors = result.errors?.map(({ message, path, extensions }) => ({ message, ...(path && { path }), extensions }));
    return { data: result.data ?? null, ...(errors && { errors }) };
  };
}

function schemaOf(subgraph: string, typeDefs: SubgraphSdl['typeDefs'], entities: Entities): GraphQLSchema {
  const reference = async (representation: Record<string, unknown>, { mood }: Made, info: GraphQLResolveInfo): Promise<Thing | null> => {
    const typename = representation.__typename as string;
    const n = entities.numberOf(typename, representation);
    const identity = `${entities.rootOf(typename)}#${n}`;
    const luck = hash(`${mood.seed} ${subgraph} ${identity}`) % 100;
    if (luck < mood.holes) return null;
    if (luck >= 100 - mood.errors) throw new GraphQLError(`no ${identity} here`, { extensions: { code: 'NOT_HERE' } });
    const type = info.schema.getType(typename);
    const actual = isInterfaceType(type) ? concrete(type, n, info.schema, entities) : typename;
    return { __typename: actual, identity, n, given: representation };
  };
  const resolvers: ResolverMap = Object.fromEntries(
    [...entities.typesIn(subgraph)].map((name) => [name, { __resolveReference: reference }]),
  );
  return buildSubgraphSchema({ typeDefs, resolvers });
}

/** Of an abstract type what the object with this number is, in every subgraph. */
function concrete(type: GraphQLAbstractType, n: number, schema: GraphQLSchema, entities: Entities): string {
  const names = schema
    .getPossibleTypes(type)
    .map(({ name }) => name)
    .sort();
  return entities.concreteOf(type.name, n) ?? names[n % names.length]!;
}

function makeUp(source: Thing, args: object, { mood, entities }: Made, info: GraphQLResolveInfo): unknown {
  const { fieldName, parentType, returnType } = info;
  const typename = source.__typename ?? parentType.name;
  if (entities.isKey(typename, fieldName)) return keyValue(source, fieldName, returnType, entities);
  const required = entities.requiresOf(info.schema, typename, fieldName) ? JSON.stringify(source.given) : '';
  const at = `${source.identity}.${fieldName}(${JSON.stringify(args)})${required}`;
  if (hash(`${mood.seed} error ${at}`) % 100 < mood.errors) throw failure(at);
  return value(returnType, at, { mood, entities }, info.schema);
}

const CODES = [undefined, 'BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR', 'INVALID_GRAPHQL'];
const failure = (at: string) => {
  const code = CODES[hash(at) % CODES.length];
  return new GraphQLError(`failed: ${at}`, { extensions: { ...(code && { code }), fault: 'f1', stack: 'secret' } });
};

/** What names an entity follows from its number, so that every key leads to the same one. */
function keyValue({ n, identity }: Thing, field: string, type: GraphQLOutputType, entities: Entities): unknown {
  const named = getNamedType(type);
  if (!isLeafType(named))
    return { __typename: isObjectType(named) ? named.name : undefined, identity: `${entities.rootOf(named.name)}#${n}`, n };
  return named.name === 'Int' ? n : `${field}-${identity.split('#')[0]}-${n}`;
}

function value(type: GraphQLOutputType, at: string, made: Made, schema: GraphQLSchema): unknown {
  const luck = hash(`${made.mood.seed} ${at}`);
  if (isNonNullType(type)) return luck % 1000 < made.mood.nulls ? null : value(type.ofType, `${at}!`, made, schema);
  if (luck % 100 < made.mood.nulls) return null;
  if (isListType(type)) return Array.from({ length: luck % 4 }, (_, i) => value(type.ofType, `${at}[${i}]`, made, schema));
  if (isEnumType(type)) return type.getValues()[luck % type.getValues().length]!.name;
  if (isLeafType(type)) return leaf(type.name, luck, at);
  const n = made.entities.numberFor(type.name, luck);
  if (isObjectType(type)) return thing(type.name, n, at, made.entities);
  return thing(concrete(type, n, schema, made.entities), n, at, made.entities);
}

const thing = (typename: string, n: number, at: string, entities: Entities): Thing => ({
  __typename: typename,
  identity: entities.has(typename) ? `${entities.rootOf(typename)}#${n}` : at,
  n,
});

const TEXTS = ['plain', 'with "quotes"', 'line\nbreak', 'Grüße 🎈', '\u2028', '\ud800 alone', '', 'back\\slash'];

/** Never 0 or false where a plan may rename it: @apollo/gateway loses those. */
function leaf(type: string, luck: number, at: string): unknown {
  if (type === 'Int' || type === 'MinorUnits') return (luck % 1000) + 1;
  if (type === 'Float') return (luck % 997) / 8 + 0.125;
  if (type === 'Boolean') return luck % 2 === 0;
  if (type === 'Any') return [null, luck, 'any', { a: [1, { b: null }] }, [], true][luck % 6];
  if (type === 'String') return `${TEXTS[luck % TEXTS.length]} ${luck % 7}`;
  return `${type}-${hash(at) % 10_000}`;
}
