import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf, operationFor } from '../gateway/testing/every-field.ts';
import type { Identity } from '../kit/identity.ts';
import { scopeOf } from '../kit/rules.ts';
import { SCOPES } from '../schema/vocabulary/scopes.ts';
import { type ContextName, contextNames, topology } from '../topology.ts';
import { openShopFloor } from './testing/shop-floor.ts';

const schema = buildSchema(readFileSync(new URL('../schema/admin.graphql', import.meta.url), 'utf8'));
const roots = fieldsOf(schema, new Set()).filter(({ way }) => way.passes.length === 0);
const ROOTS = ['Query', 'Mutation'] as const;

let shop: Awaited<ReturnType<typeof openShopFloor>>;
/** By `Type.field` of the admin API: who answers it, and the scope that its rule asks for. */
const answers = new Map<string, { context: ContextName; scope: string | null }>();
beforeAll(async () => {
  shop = await openShopFloor();
  for (const context of contextNames) {
    const { rules } = (await topology[context].load()).default;
    for (const type of ROOTS)
      for (const [field, rule] of Object.entries(rules[type] ?? {})) answers.set(`${type}.${field}`, { context, scope: scopeOf(rule) });
  }
});
afterAll(() => shop?.close());

const holding = (...scopes: string[]): Identity => ({
  audience: 'admin',
  customerId: null,
  staff: { id: 'key', kind: 'API_KEY', scopes },
  traceId: 't',
});
const isRefused = async (context: ContextName, query: string, identity: Identity) => {
  const { errors = [] } = await shop.transport.peer(context).query({ query, identity });
  return errors.some(({ extensions }) => extensions?.code === 'FORBIDDEN');
};

describe('a key with one scope', () => {
  test.each(SCOPES.map((scope) => [scope]))('%s may do what that scope is for, and nothing else', async (only) => {
    const table = await Promise.all(
      roots.map(async (root) => {
        const { context, scope } = answers.get(root.coordinate)!;
        const refused = await isRefused(context, operationFor(root), holding(only));
        return [root.coordinate, refused, scope !== null && scope !== only];
      }),
    );
    expect(table.filter(([, refused, wanted]) => refused !== wanted)).toEqual([]);
  });

  test('every field of the admin API is among these', () => {
    expect(roots.map(({ coordinate }) => coordinate).sort()).toEqual([...answers.keys()].sort());
    expect([...answers.values()].filter(({ scope }) => scope !== null).length).toBeGreaterThan(15);
  });
});

test('a key without a scope, and nobody at all, may do nothing that needs one', async () => {
  for (const identity of [holding(), { ...holding(), staff: null }])
    for (const root of roots) {
      const { context, scope } = answers.get(root.coordinate)!;
      expect([root.coordinate, await isRefused(context, operationFor(root), identity)]).toEqual([root.coordinate, scope !== null]);
    }
});
