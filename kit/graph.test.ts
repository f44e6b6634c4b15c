import { expect, test } from 'vitest';
import { createGraph } from './graph.ts';
import { createLog } from './log.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  interface Animal { name: String! }
  type Cat implements Animal @key(fields: "id") { id: ID! name: String! lives: Int! }
  type Dog implements Animal { name: String! bark: String }
  union Pet = Cat | Dog
  type Query { pets(first: Int! = 2): [Pet!]! animals: [Animal!]! fails: String broken: [Cat!] }
  type Mutation { count: Int! }`;
const CAT = { __typename: 'Cat', id: 'c1', name: 'Tom', lives: 9 };
const DOG = { __typename: 'Dog', name: 'Rex', bark: null };

function graph() {
  let counted = 0;
  const resolvers = {
    Query: {
      pets: (_: unknown, { first }: { first: number }) => [CAT, DOG].slice(0, first),
      animals: async () => [CAT, DOG],
      fails: () => Promise.reject(new Error('the disk is on fire')),
      broken: () => [CAT, { ...CAT, name: null }],
    },
    Mutation: { count: () => ++counted },
    Cat: { __resolveReference: ({ id }: { id: string }) => (id === 'c1' ? CAT : null) },
  };
  const ask = createGraph(SDL, resolvers, () => ({}), createLog('silent'));
  return (query: string, variables: Record<string, unknown> = {}) =>
    ask({ query, variables, identity: { audience: 'storefront', customerId: null, staff: null, traceId: 't' } });
}

const withoutIds = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'));

test.each([
  [
    'unions, aliases, fragments',
    'query($n: Int! = 2) { mine: pets(first: $n) { __typename ...C ... on Dog { name bark } } } fragment C on Cat { name lives }',
    {},
  ],
  [
    'variables and directives',
    'query($n: Int!, $no: Boolean!) { pets(first: $n) { ... on Cat { name @skip(if: $no) id } } }',
    { n: 1, no: true },
  ],
  ['interfaces', '{ animals { name ... on Cat { lives } } }', {}],
  [
    'references',
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on Cat { name } } }',
    {
      r: [
        { __typename: 'Cat', id: 'c1' },
        { __typename: 'Cat', id: 'no' },
      ],
    },
  ],
  ['a fault', '{ fails animals { name } }', {}],
  ['a null where none may be', '{ broken { id name } }', {}],
])('a query that is asked often answers as it did the first time: %s', async (_, query, variables) => {
  const ask = graph();
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(withoutIds(await ask(query, variables)));
  expect(answers[0].data).toBeDefined();
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('mutations are run in their order, however often', async () => {
  const ask = graph();
  for (let i = 0; i < 5; i++)
    expect((await ask('mutation { a: count b: count c: count }')).data).toEqual({ a: 3 * i + 1, b: 3 * i + 2, c: 3 * i + 3 });
});
