import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfRules, scopeOf } from '../kit/rules.ts';
import { sdlOf } from '../kit/subgraph.ts';
import { SCOPES } from '../schema/vocabulary/scopes.ts';
import { contextNames, topology } from '../topology.ts';

const vocabulary = readFileSync(new URL('../schema/vocabulary/vocabulary.graphql', import.meta.url), 'utf8');

test.each(contextNames)('%s: every resolver that can be asked from outside has a rule that fits its schema', async (name) => {
  const { default: subgraph } = await topology[name].load();
  expect(faultsOfRules(sdlOf(subgraph, vocabulary), subgraph.rules)).toEqual([]);
});

test.each(contextNames)('%s: its rules ask for scopes that there are', async (name) => {
  const { default: subgraph } = await topology[name].load();
  const scopes = Object.values(subgraph.rules).flatMap((ofType) => Object.values(ofType).flatMap((rule) => scopeOf(rule) ?? []));
  expect(scopes.filter((scope) => !SCOPES.includes(scope as never))).toEqual([]);
});
