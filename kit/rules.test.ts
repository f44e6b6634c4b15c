import { describe, expect, test } from 'vitest';
import { createGraph } from './graph.ts';
import { type Identity, ROOT } from './identity.ts';
import { createLog } from './log.ts';
import { faultsOfRules, ruled, type RuleMap } from './rules.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])
  type Query { shelf: String  parcel(id: ID!): String  stock: Int @tag(name: "admin") }
  type Mutation { put: Int @tag(name: "admin") }
  type Cat @key(fields: "id") { id: ID!  name: String  weight: Int @tag(name: "admin") }
  type Vet @key(fields: "id", resolvable: false) { id: ID! }
  type Bill @key(fields: "id") @tag(name: "admin") { id: ID!  total: Int }`;
const RULES = {
  Query: { shelf: 'public', parcel: 'own or parcels:read', stock: 'stock:read' },
  Mutation: { put: 'stock:write' },
  Cat: { __resolveReference: 'public', weight: 'cats:weigh' },
  Bill: { __resolveReference: 'bills:read' },
};
const without = (type: keyof typeof RULES, field: string): RuleMap => ({
  ...RULES,
  [type]: Object.fromEntries(Object.entries(RULES[type]).filter(([name]) => name !== field)),
});
const withRule = (type: keyof typeof RULES, field: string, rule: string): RuleMap => ({
  ...RULES,
  [type]: { ...RULES[type], [field]: rule },
});

describe('rules and the schema', () => {
  test('fit each other', () => expect(faultsOfRules(SDL, RULES)).toEqual([]));

  test.each([
    ['Query', 'shelf'],
    ['Mutation', 'put'],
    ['Cat', '__resolveReference'],
    ['Cat', 'weight'],
    ['Bill', '__resolveReference'],
  ] as const)('%s.%s needs one', (type, field) => {
    expect(faultsOfRules(SDL, without(type, field))).toEqual([`${type}.${field} has no rule`]);
  });

  test.each([
    ['Query', 'stock', 'public', 'is for staff, and its rule "public" asks for no scope'],
    ['Query', 'stock', 'own or stock:read', 'is for staff, and its rule "own or stock:read" asks for no scope'],
    ['Cat', 'weight', 'own', 'is for staff, and its rule "own" asks for no scope'],
    ['Bill', '__resolveReference', 'public', 'is for staff, and its rule "public" asks for no scope'],
    ['Query', 'shelf', 'stock:read', 'is shown in the storefront, and its rule "stock:read" refuses everybody there'],
    ['Cat', 'colour', 'public', 'has a rule and is not in the schema'],
  ] as const)('%s.%s must not be "%s"', (type, field, rule, fault) => {
    expect(faultsOfRules(SDL, withRule(type, field, rule))).toContain(`${type}.${field} ${fault}`);
  });

  test('that do not fit stop the start', () => {
    expect(() => ruled(SDL, {}, without('Query', 'shelf'))).toThrow('Query.shelf has no rule');
  });
});

describe('who may ask', () => {
  const resolvers = {
    Query: { shelf: () => 'a shelf', parcel: (_: unknown, { id }: { id: string }) => `parcel ${id}`, stock: () => 7 },
    Mutation: { put: () => 8 },
    Cat: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Tom', weight: 4 }) },
  };
  const ask = createGraph(SDL, ruled(SDL, resolvers, RULES), () => ({}), createLog('silent'));
  const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 't' };
  const staff = (...scopes: string[]): Identity => ({ ...guest, audience: 'admin', staff: { id: 's', kind: 'API_KEY', scopes } });
  const entity = (type: string, field: string) =>
    `{ _entities(representations: [{ __typename: "${type}", id: "1" }]) { ... on ${type} { ${field} } } }`;
  const asked: [string, string, string | null][] = [
    ['{ shelf }', 'public', null],
    ['{ parcel(id: "1") }', 'own or', 'parcels:read'],
    ['{ stock }', 'staff', 'stock:read'],
    ['mutation { put }', 'staff', 'stock:write'],
    [entity('Cat', 'name'), 'public', null],
    [entity('Cat', 'weight'), 'staff', 'cats:weigh'],
    [entity('Bill', 'id'), 'staff', 'bills:read'],
  ];
  const codes = async (query: string, identity: Identity) =>
    ((await ask({ query, identity })).errors ?? []).map((error) => error.extensions?.code);
  const REFUSED = ['FORBIDDEN'];

  test.each(asked)('%s (%s %s)', async (query, kind, scope) => {
    const openTo = (...kinds: string[]) => (kinds.includes(kind) ? [] : REFUSED);
    // more than once: a query that comes again is compiled
    for (let time = 0; time < 5; time++) {
      expect(await codes(query, guest)).toEqual(openTo('public', 'own or'));
      expect(await codes(query, staff())).toEqual(openTo('public'));
      expect(await codes(query, staff('another:read'))).toEqual(openTo('public'));
      expect(await codes(query, staff(scope ?? 'another:read'))).toEqual([]);
      expect(await codes(query, { ...guest, audience: 'admin', staff: ROOT })).toEqual([]);
    }
    // scopes count where the door has looked at them
    expect(await codes(query, { ...staff(scope ?? 'x'), audience: 'storefront' })).toEqual(openTo('public', 'own or'));
    expect(await codes(query, { ...guest, audience: 'admin' })).toEqual(openTo('public'));
  });
});
