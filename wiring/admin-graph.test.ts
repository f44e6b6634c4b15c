import { afterAll, expect, test } from 'vitest';
import { createLog } from '../kit/log.ts';
import { createPurges } from '../kit/purges.ts';
import { createSigner } from '../kit/sign.ts';
import { createTransport } from '../kit/transport.ts';
import { openAdminGraph } from './admin-graph.ts';

const transport = createTransport({ urls: {}, signer: createSigner('a-secret-for-tests-only') });
const graph = openAdminGraph({ transport, purges: createPurges(), log: createLog('silent') });
afterAll(() => graph.close());

const deep = `query ($id: ID!) { order(id: $id) { lines { variant ${'{ product { variants '.repeat(20)}{ id }${' } }'.repeat(20)} } } }`;

test.each([
  ['query ($id: ID!) { order(id: $id) { number lines { sku quantity } } }', null],
  ['{ orders(first: 3) { nodes { number } } }', null],
  ['query A { audit { invariants } } query B { audit { invariants } }', /one query/],
  ['mutation ($id: ID!) { productArchive(externalId: $id) { userErrors { code } } }', /one query/],
  ['subscription { x }', /one query/],
  ['query ($id: ID!, $more: Int!) { order(id: $id) { number } orders(first: $more) { nodes { id } } }', /no value for \$more/],
  ['query ($id: ID!) { order(id: $id) { nonsense } }', /nonsense/],
  ['query ($id: ID!) { order(', /Syntax Error/],
  [deep, /deep|depth|levels|nested/i],
])('%s', (document, fault) => {
  const faults = graph.check(document);
  if (fault === null) expect(faults).toEqual([]);
  else expect(faults.join(' ')).toMatch(fault);
});
