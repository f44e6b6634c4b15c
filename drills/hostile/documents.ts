import type { GeneratorValue } from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { drawOperation } from '../../gateway/executor/testing/operations.ts';
import type { Random } from '../harness/random.ts';
import { hostileText, hostileValue, spoiled } from './values.ts';

/** What a POST to a GraphQL endpoint holds, before it is JSON. */
export type GraphBody = { query: unknown; variables?: unknown; operationName?: unknown; extensions?: unknown };
type Draw = (random: Random, schema: GraphQLSchema) => GraphBody;

const times = (count: number, text: (i: number) => string): string => Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Mostly such as fits the limits: what is refused at once finds nothing. */
const manyOf = (random: Random): number => random.pick([2, 5, 12, 29, 31, 100, 400, 1_400, 6_000]);

function valid(random: Random, schema: GraphQLSchema): GraphBody {
  const generator = ((_: unknown, { min, max }: { min: number; max: number }) => random.int(min, max)) as unknown as GeneratorValue;
  const { query, operationName, variables } = drawOperation(schema, generator, { fields: random.int(3, 60), depth: random.int(2, 9) });
  return { query, variables, ...(operationName !== undefined && { operationName }) };
}

/** One cut, doubled, swapped or strange place in a document. */
function broken(text: string, random: Random): string {
  const [from, to] = [random.int(0, text.length), random.int(0, text.length)].sort((a, b) => a - b) as [number, number];
  const piece = text.slice(from, Math.min(to, from + 40));
  return random.pick([
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, to) + piece + text.slice(to),
    () => text.slice(0, from) + hostileText(random) + text.slice(from),
    () =>
      text.slice(0, from) +
      random.pick(['{', '}', '(', ')', '[', '!', '@', '$', '...', '"""', '"', '&', '|', ':', '=', '#']) +
      text.slice(from),
    () => text.replace(/\d+/, () => random.pick(['1'.repeat(400), '-0', '1e999', '0x1', '01', '1.', '99999999999'])),
    () => text.replace(/"[^"]*"/, () => JSON.stringify(hostileText(random))),
  ])();
}

/** Kinds of documents, by name. */
export const DOCUMENTS: Record<string, Draw> = {
  valid,
  'hostile variables': (random, schema) => {
    const { variables, ...rest } = valid(random, schema);
    return { ...rest, variables: spoiled(variables, random, 0.5) };
  },
  'hostile literals': (random, schema) => {
    const { query, ...rest } = valid(random, schema);
    const text = String(query).replace(/"(?:[^"\\]|\\.)*"/g, (found) => (random.chance(0.5) ? JSON.stringify(hostileText(random)) : found));
    return {
      ...rest,
      query: text.replace(/(?<=: )\d+\b/g, (found) => (random.chance(0.3) ? random.pick(['-1', '101', '2147483648', '0']) : found)),
    };
  },
  broken: (random, schema) => {
    const { query, ...rest } = valid(random, schema);
    return { ...rest, query: broken(String(query), random) };
  },
  deep: (random) => {
    const levels = random.int(1, 60);
    return { query: `{ categories ${'{ children '.repeat(levels)}{ id }${' }'.repeat(levels)} }` };
  },
  aliased: (random) => ({
    query: `{ ${random.chance(0.5) ? '' : 'product(slug: "a") '}{ ${times(manyOf(random), (i) => `a${i}: id`)} } }`,
  }),
  wide: (random) => ({ query: `{ ${times(manyOf(random), () => '__typename')} }` }),
  'many roots': (random) => ({
    query: `{ ${times(random.int(1, 40), (i) => `p${i}: product(slug: ${JSON.stringify(hostileText(random))}) { id }`)} }`,
  }),
  'fragment bomb': (random) => {
    const last = random.int(1, 40);
    const doubling = times(last, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    return { query: `{ ...F0 } ${doubling} fragment F${last} on Query { ${random.chance(0.3) ? '...F0' : 'categories { id }'} }` };
  },
  'unused fragments': (random) => ({ query: `{ __typename } ${times(manyOf(random), (i) => `fragment F${i} on Product { id }`)}` }),
  'directive flood': (random) => {
    const directive = random.pick([
      '@skip(if: false)',
      '@include(if: true)',
      '@a',
      '@deprecated',
      '@defer',
      '@stream(initialCount: 0)',
      '@include(if: $v)',
    ]);
    return { query: `query ($v: Boolean = true) { categories { id ${times(manyOf(random), () => directive)} } }` };
  },
  'clashing fields': (random) => ({
    query: `{ products { nodes { ${times(random.int(2, 28), (i) => `... on Product { x: ${i % 2 ? 'id' : 'title'} y: variants { x: ${i % 3 ? 'id' : 'sku'} } }`)} } } }`,
  }),
  dear: (random) => {
    const levels = random.int(0, 5);
    const inner = 'product { variants { '.repeat(levels);
    return {
      query: `query ($n: Int! = ${random.int(1, 100)}) { products(first: $n) { nodes { variants { ${inner} id ${' } }'.repeat(levels)} } } }`,
      variables: random.chance(0.5) ? {} : { n: random.pick([1, 50, 100, 101, -5, 0, 1e9, 1e21, '7', null, [], {}]) },
    };
  },
  introspection: (random) => {
    const levels = random.int(0, 8);
    return { query: `{ __schema { types { ${'fields { type { '.repeat(levels)} name ${' } }'.repeat(levels)} } } }` };
  },
  'many operations': (random) => ({
    query: times(random.pick([2, 20, 150]), (i) => `query Q${random.chance(0.8) ? i : 0} { __typename }`),
    operationName: random.pick<unknown>(['Q0', 'Q1', 'Nope', '', '__proto__', null, 7, {}, ['Q0']]),
  }),
  'deep variables': (random) => ({
    query: 'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }',
    variables: { input: { lines: Array.from({ length: random.int(1, 900) }).reduce<unknown>((inner) => [inner], 1) } },
  }),
  'anything as variables': (random, schema) => ({ ...valid(random, schema), variables: hostileValue(random) }),
  'anything as a document': (random) => ({ query: random.chance(0.3) ? hostileValue(random) : hostileText(random) }),
  'anything as extensions': (random) => ({
    query: '{ __typename }',
    extensions: { persistedQuery: hostileValue(random), a: hostileValue(random) },
  }),
  'strange names': (random) => ({
    query: `query ${random.pick(['ä', 'a b', '__proto__', '1a', '𝕿'])} { a: __typename ${hostileText(random)}: __typename }`,
  }),
  comments: (random) => ({ query: `${`#${'x'.repeat(random.int(1, 50))}\n`.repeat(random.int(1, 1_500))}{ __typename }` }),
};
