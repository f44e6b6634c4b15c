import { expect, test } from 'vitest';
import { readRouterToken, routerToken } from './router-token.ts';
import { createSigner } from './sign.ts';

const signer = createSigner('the secret of this installation');
const now = 1_700_000_000_000;
const token = routerToken(signer, 'storefront', new Date(now + 60_000));

test('a token says whose clients its holder speaks for, until its time', () => {
  expect(readRouterToken(signer, token, now)).toBe('storefront');
  expect(readRouterToken(signer, token, now + 61_000)).toBeNull();
  expect(readRouterToken(signer, routerToken(signer, 'admin', new Date(now + 60_000)), now)).toBe('admin');
});

test.each([
  ['the other API', token.replace('storefront', 'admin')],
  ['a longer time', token.replace(/\.(\d+)\./, (_, seconds: string) => `.${Number(seconds) + 86_400}.`)],
  ['an API that there is not', routerToken(signer, 'root' as never, new Date(now + 60_000))],
  ['another secret', routerToken(createSigner('the secret of another'), 'storefront', new Date(now + 60_000))],
  ['something behind it', `${token}.more`],
  ['nothing', undefined],
])('one with %s is none', (_, forged) => {
  expect(readRouterToken(signer, forged, now)).toBeNull();
});
