import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isSecret, isSignedBy, newSecret, signedHeaders } from './signature.ts';

const now = () => Math.floor(Date.now() / 1000);

test('what we sign is what others verify, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uuid(), fc.uint8Array({ minLength: 24, maxLength: 64 }), (text, id, key) => {
      const secret = `whsec_${Buffer.from(key).toString('base64')}`;
      const body = JSON.stringify({ text });
      const headers = signedHeaders({ id, timestamp: now(), body }, [secret]);
      expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
    }),
  );
});

test('each secret verifies while they are rotated, and another one, another body or another time does not', () => {
  const [present, old, other] = [newSecret(), newSecret(), newSecret()];
  const timestamp = now();
  const headers = signedHeaders({ id: 'msg_1', timestamp, body: '{}' }, [present, old]);
  for (const secret of [present, old]) expect(new Webhook(secret).verify('{}', headers)).toEqual({});
  expect(() => new Webhook(other).verify('{}', headers)).toThrow();
  expect(() => new Webhook(present).verify('{ }', headers)).toThrow();
  expect(() => new Webhook(present).verify('{}', { ...headers, 'webhook-id': 'msg_2' })).toThrow();
  expect(() => new Webhook(present).verify('{}', { ...headers, 'webhook-timestamp': String(timestamp - 1) })).toThrow();
});

test.each<[number, boolean]>([
  [0, true],
  [-300, true],
  [300, true],
  [-301, false],
  [301, false],
  [Number.NaN, false],
])('a message of %s seconds from now is one to whoever listens: %s', (seconds, is) => {
  const [secret, nowMs] = [newSecret(), 1_700_000_000_000];
  const headers = signedHeaders({ id: 'msg_1', timestamp: nowMs / 1000 + seconds, body: '{}' }, [newSecret(), secret]);
  expect(isSignedBy(secret, headers, '{}', nowMs)).toBe(is);
  expect(isSignedBy(newSecret(), headers, '{}', nowMs)).toBe(false);
});

test.each([
  [newSecret(), true],
  [`whsec_${'A'.repeat(32)}`, true],
  [`whsec_${'A'.repeat(28)}`, false],
  [`whsec_${'A'.repeat(100)}`, false],
  ['A'.repeat(40), false],
  [`whsec_${'A'.repeat(30)}!!`, false],
  ['', false],
])('%s is a secret: %s', (text, is) => {
  expect(isSecret(text)).toBe(is);
});
