import { expect, test } from 'vitest';
import { isRepeatable } from './repeatable.ts';

const KEYED = 'mutation($i:CheckoutInput!){checkout(input:$i){__typename}}';

test.each([
  ['a key by variable', KEYED, { i: { idempotencyKey: 'k' } }, true],
  ['a key as it stands', 'mutation{checkout(input:{idempotencyKey:"k"}){__typename}}', null, true],
  ['no key', KEYED, { i: { cartId: 'c' } }, false],
  ['no variables', KEYED, null, false],
  [
    'a second field without one',
    'mutation($i:CheckoutInput!){checkout(input:$i){__typename} cartCreate{cart{id}}}',
    { i: { idempotencyKey: 'k' } },
    false,
  ],
  [
    'fields behind a fragment',
    'mutation($i:CheckoutInput!){...F} fragment F on Mutation{checkout(input:$i){__typename}}',
    { i: { idempotencyKey: 'k' } },
    false,
  ],
  ['a query', 'query($i:ID!){order(id:$i){id}}', { i: 'k' }, false],
])('%s', (_, query, variables, may) => expect(isRepeatable({ query, variables })).toBe(may));
