import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { isServiceToken, serviceToken } from './service-token.ts';
import { createSigner, masked } from './sign.ts';
import { jwtKeys, signedClaims } from './signed-claims.ts';

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

describe('while a secret is rotated', () => {
  const [before, after] = ['a secret that was', 'a secret that comes'];
  /** Three roll-outs: the new secret is known, then signs, then is alone (docs/operating.md). */
  const stages = [createSigner(before), createSigner(before, [after]), createSigner(after, [before]), createSigner(after)];

  test('who is one roll-out apart believes each other, who is two apart does not', () => {
    const believes = stages.map((reader) => stages.map((writer) => reader.verify('order', '42', writer.sign('order', '42'))));
    expect(believes).toEqual([
      [true, true, false, false],
      [true, true, true, true],
      [true, true, true, true],
      [false, false, true, true],
    ]);
  });

  test('the same of service tokens and JWTs', async () => {
    for (const [reader, writer] of [stages.slice(0, 2), stages.slice(1, 3), stages.slice(2, 4)].flatMap(([a, b]) => [
      [a!, b!],
      [b!, a!],
    ])) {
      expect(isServiceToken(reader!, 'cart', serviceToken(writer!, 'cart'))).toBe(true);
      const token = await new SignJWT({ sub: 'me' }).setProtectedHeader({ alg: 'HS256' }).sign(jwtKeys(writer!, 'use')[0]);
      expect((await signedClaims(token, jwtKeys(reader!, 'use'), {})).payload.sub).toBe('me');
      await expect(signedClaims(token, jwtKeys(reader!, 'another use'), {})).rejects.toThrow('signature verification failed');
      await expect(signedClaims(token, jwtKeys(stranger, 'use'), {})).rejects.toThrow('signature verification failed');
    }
  });
});

describe('a service token', () => {
  const now = 1_700_000_000_000;
  const token = serviceToken(signer, 'cart', now);

  test('is good for a quarter of an hour, for clocks that are ten minutes apart', () => {
    expect(isServiceToken(signer, 'cart', `Bearer ${token}`, now)).toBe(true);
    expect(isServiceToken(signer, 'cart', `Bearer ${token}`, now + 899_000)).toBe(true);
    expect(isServiceToken(signer, 'cart', `Bearer ${token}`, now + 900_000)).toBe(false);
  });

  test('signed by a stranger it is none', () => {
    expect(isServiceToken(signer, 'cart', `Bearer ${serviceToken(stranger, 'cart', now)}`, now)).toBe(false);
  });

  test('for one context it is none for another', () => {
    expect(isServiceToken(signer, 'orders', `Bearer ${token}`, now)).toBe(false);
  });

  test('made to last longer it is none', () => {
    const [expires, signature] = token.split('.');
    expect(isServiceToken(signer, 'cart', `Bearer ${Number(expires) + 3600}.${signature}`, now)).toBe(false);
  });

  test.each([undefined, '', 'Bearer ', 'Bearer .', 'Bearer Infinity.', 'Bearer 9999999999.x', 'Basic YTpi'])('%j is none', (header) => {
    expect(isServiceToken(signer, 'cart', header, now)).toBe(false);
  });
});

test('a secret in a log can be told from another, and not be used', () => {
  expect(masked('secret-1')).not.toBe(masked('secret-2'));
  expect(masked('secret-1')).toMatch(/^[0-9a-f]{12}$/);
});
