import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { exampleTabs } from '../examples.ts';
import { limitsRule, MAX_COST } from '../limits.ts';
import { readManifest } from '../trusted-documents/manifest.ts';
import { operationCost } from './operation-cost.ts';
import { evaluate } from './term.ts';
import { readWeights } from './weights.ts';

const DIRECTIVES = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION`;

/** What a query costs in a schema that says so itself. */
function priced(sdl: string, query: string, variables: Record<string, unknown> = {}): number {
  const schema = buildSchema(sdl + DIRECTIVES);
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document)!;
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  expect(errors).toBeUndefined();
  return evaluate(operationCost(document, operation, { schema, weights: readWeights(sdl) }).cost, coerced!);
}

const books = (address = '', bestsellers = '@listSize(assumedSize: 5)') => `
  type Query {
    book(id: ID): Book
    bestsellers(first: Int, last: Int): [Book] ${bestsellers}
    shelf(first: Int = 3): Shelf @listSize(slicingArguments: ["first"], sizedFields: ["books", "marks"], assumedSize: 7)
    find(by: Filter, any: [Filter!], text: String @cost(weight: 4)): Book
    things: [Thing!]
  }
  type Mutation { add(book: Filter): Book }
  type Shelf { books: [Book!]! marks: [String!]! owner: Author others: [Author] }
  type Book implements Thing { id: ID title: String author: Author publisher: Publisher price: Int @cost(weight: 2) }
  type Author { name: String }
  type Publisher { name: String address: Address }
  type Address ${address} { zipCode: Int! }
  interface Thing { id: ID }
  input Filter { title: String @cost(weight: 3) and: [Filter!] }`;
const HEAVY = books('@cost(weight: 5)');
const BOOK = 'title author { name } publisher { name address { zipCode } }';

test.each<[string, string, string, number, object?]>([
  ['an object costs 1, a scalar nothing', books(), `{ book(id: 1) { ${BOOK} } }`, 4],
  ['a type with a weight', HEAVY, `{ book(id: 1) { ${BOOK} } }`, 8],
  ['a list of an assumed size', HEAVY, `{ bestsellers { ${BOOK} } }`, 40],
  ['sliced by an argument', books('', '@listSize(slicingArguments: ["first", "last"])'), '{ bestsellers(first: 4) { title } }', 4],
  [
    'sliced by the larger of two',
    books('', '@listSize(slicingArguments: ["first", "last"])'),
    '{ bestsellers(first: 4, last: 6) { title } }',
    6,
  ],
  ['sliced, where nothing slices', books('', '@listSize(slicingArguments: ["first"])'), '{ bestsellers { title } }', 10],
  ['a list of which nothing is said', books('', ''), '{ bestsellers(first: 3) { title } }', 10],
  [
    'less than nothing is nothing',
    books('', '@listSize(slicingArguments: ["first"])'),
    '{ bestsellers(first: -9) { title } book { id } }',
    1,
  ],
  ['a connection, its size by default', books(), '{ shelf { books { title } } }', 1 + 3],
  ['a connection, its size by a literal', books(), '{ shelf(first: 50) { books { author { name } } marks owner { name } } }', 1 + 100 + 1],
  ['a connection through a fragment', books(), '{ shelf(first: 2) { ...B } } fragment B on Shelf { ... { books { title } } }', 1 + 2],
  ['a list beside those that are sized', books(), '{ shelf(first: 2) { others { name } } }', 1 + 10],
  ['a field with a weight', books(), '{ book { price } }', 3],
  ['a variable', books(), 'query ($n: Int = 6) { shelf(first: $n) { books { title } } }', 1 + 20, { n: 20 }],
  ['a variable with a default', books(), 'query ($n: Int = 6) { shelf(first: $n) { books { title } } }', 1 + 6],
  ['a variable that is not given', books(), 'query ($n: Int) { shelf(first: $n) { books { title } } }', 1 + 3],
  ['a mutation', books(), 'mutation { add { title } }', 11],
  ['objects of input', books(), '{ find(by: { title: "a", and: [{ and: [{ }] }] }) { id } }', 1 + 1 + 3 + 1 + 1],
  [
    'the same by a variable',
    books(),
    'query ($f: Filter) { find(by: $f) { id } }',
    1 + 1 + 3 + 1 + 1,
    { f: { title: 'a', and: [{ and: [{}] }] } },
  ],
  [
    'a list of input, a weight on an argument',
    books(),
    'query ($f: [Filter!], $t: String) { find(any: $f, text: $t) { id } }',
    1 + 3 + 4,
    { f: [{}, {}, {}], t: 'x' },
  ],
  ['nulls of input', books(), 'query ($f: Filter) { find(by: $f, text: null) { id } }', 1, { f: null }],
  [
    'what is skipped',
    books(),
    'query ($s: Boolean!) { book { author @skip(if: $s) { name } publisher @include(if: false) { name } } }',
    1,
    { s: true },
  ],
  [
    'what is not skipped',
    books(),
    'query ($s: Boolean!) { book { author @skip(if: $s) { name } ... @include(if: true) { publisher { name } } } }',
    3,
    { s: false },
  ],
  ['an interface, whatever it turns out to be', books(), '{ things { id ... on Book { author { name } } } }', 20],
  ['what GraphQL answers itself', books(), '{ __typename __schema { types { name } } }', 0],
  ['the same twice', books(), '{ book { author { name } } book { author { name } } }', 4],
])('%s', (_, sdl, query, cost, variables = {}) => {
  expect(priced(sdl, query, variables as Record<string, unknown>)).toBe(cost);
});

test('what no variable decides is worked out once', () => {
  const schema = buildSchema(books() + DIRECTIVES);
  const document = parse('query ($id: ID) { book(id: $id) { title } shelf(first: 9) { books { title } } }');
  expect(operationCost(document, getOperationAST(document)!, { schema, weights: readWeights(books()) }).cost).toBe(11);
});

test('each example and trusted document may be asked for its longest lists, at a tenth of what may be', () => {
  const sdl = readFileSync(new URL('../../schema/supergraph.storefront.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(readFileSync(new URL('../../schema/storefront.graphql', import.meta.url), 'utf8'));
  const weights = readWeights(sdl);
  const manifest = readManifest(readFileSync(new URL('../../schema/documents/manifest.json', import.meta.url), 'utf8'));
  const tabs = exampleTabs({ slug: 'a', variantId: 'v', search: 'x' }, 'a-key-of-its-own');
  const asked = [
    ...[...manifest.values()].map((query) => ({ query, variables: { first: 100 } as Record<string, unknown> })),
    ...tabs.map(({ query, variables }) => ({ query, variables: JSON.parse(variables!) as Record<string, unknown> })),
  ];
  const costs = asked.map(({ query, variables }) => {
    const document = parse(query);
    return evaluate(operationCost(document, getOperationAST(document)!, { schema, weights }).cost, variables);
  });
  expect(Math.max(...costs)).toBeGreaterThan(500);
  expect(Math.max(...costs)).toBeLessThan(MAX_COST / 10);
});

test('the dearest that fits the other limits does not fit this one', () => {
  const sdl = readFileSync(new URL('../../schema/supergraph.storefront.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(readFileSync(new URL('../../schema/storefront.graphql', import.meta.url), 'utf8'));
  const document = parse('{ products(first: 100) { nodes { variants { product { variants { product { variants { id } } } } } } } }');
  expect(validate(schema, document, [limitsRule])).toEqual([]);
  expect(operationCost(document, getOperationAST(document)!, { schema, weights: readWeights(sdl) }).cost).toBeGreaterThan(MAX_COST);
});
