import { describe, expect, test } from 'vitest';
import { isServiceToken, serviceToken } from './service-token.ts';
import { createSigner, masked } from './sign.ts';

const signer = createSigner('the secret of this installation');
const stranger = createSigner('the secret of another');

describe('a signature', () => {
  const signature = signer.sign('order', '42');

  test('holds for its value, its use and its secret alone', () => {
    expect(signer.verify('order', '42', signature)).toBe(true);
    expect(signer.verify('order', '43', signature)).toBe(false);
    expect(signer.verify('cart', '42', signature)).toBe(false);
    expect(stranger.verify('order', '42', signature)).toBe(false);
  });

  test.each(['', 'short', `${'A'.repeat(signature.length)}`, `${signature}=`])('%j is none', (forged) => {
    expect(signer.verify('order', '42', forged)).toBe(false);
  });

  test('fits into an address and a header', () => expect(signature).toMatch(/^[\w-]{43}$/));
});

describe('a service token', () => {
  const now = 1_700_000_000_000;
  const token = serviceToken(signer, now);

  test('is good for a quarter of an hour, for clocks that are ten minutes apart', () => {
    expect(isServiceToken(signer, `Bearer ${token}`, now)).toBe(true);
    expect(isServiceToken(signer, `Bearer ${token}`, now + 899_000)).toBe(true);
    expect(isServiceToken(signer, `Bearer ${token}`, now + 900_000)).toBe(false);
  });

  test('signed by a stranger it is none', () => {
    expect(isServiceToken(signer, `Bearer ${serviceToken(stranger, now)}`, now)).toBe(false);
  });

  test('made to last longer it is none', () => {
    const [expires, signature] = token.split('.');
    expect(isServiceToken(signer, `Bearer ${Number(expires) + 3600}.${signature}`, now)).toBe(false);
  });

  test.each([undefined, '', 'Bearer ', 'Bearer .', 'Bearer Infinity.', 'Bearer 9999999999.x', 'Basic YTpi'])('%j is none', (header) => {
    expect(isServiceToken(signer, header, now)).toBe(false);
  });
});

test('a secret in a log can be told from another, and not be used', () => {
  expect(masked('secret-1')).not.toBe(masked('secret-2'));
  expect(masked('secret-1')).toMatch(/^[0-9a-f]{12}$/);
});
