import { expect, test } from 'vitest';
import { keyFault } from './idempotency-key.ts';

test.each(['12345678', 'x'.repeat(255), 'with a space and ~!"', '        '])('%j can be a key', (key) => {
  expect(keyFault(key)).toBeNull();
});

test.each(['', '1234567', 'x'.repeat(256), '1234567\n', '12345678\n', '\t2345678', 'schlüssel', 'é12345678', '12345678\x7f'])(
  '%j cannot, and the answer says where it stood',
  (key) => {
    expect(keyFault(key)).toMatchObject({
      code: 'INVALID_IDEMPOTENCY_KEY',
      message: expect.stringContaining('8 to 255'),
      path: ['idempotencyKey'],
    });
  },
);
