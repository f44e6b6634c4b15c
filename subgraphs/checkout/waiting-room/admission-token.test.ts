import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createSigner } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { admissionTokens } from './admission-token.ts';

const tokens = admissionTokens(createSigner('a-secret-for-tests-only'));
const admission = { saleId: uuidv7(), ticketId: uuidv7() };
const soon = new Date(Date.now() + 60_000);
const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an admission that was signed', () => {
  test('is read again, also when its time by our own clock is over: the database decides', async () => {
    expect(await tokens.read(await tokens.sign(admission, soon))).toEqual(admission);
    expect(await tokens.read(await tokens.sign(admission, new Date(Date.now() - 3_600_000)))).toEqual(admission);
  });

  test('says until when it is good, and no more than sale and ticket', async () => {
    const [, body] = (await tokens.sign(admission, soon)).split('.');
    expect(JSON.parse(Buffer.from(body!, 'base64url').toString())).toEqual({
      sale: admission.saleId,
      sub: admission.ticketId,
      exp: Math.ceil(soon.getTime() / 1000),
    });
  });
});

test('nothing brought is nothing', async () => {
  expect([await tokens.read(null), await tokens.read(undefined), await tokens.read('')]).toEqual([null, null, null]);
});

const signed = (claims: object, alg: string, sub: string): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg }).setSubject(sub).sign(key);
const key = new TextEncoder().encode(createSigner('a-secret-for-tests-only').sign('waiting-room-token', 'key'));

describe('what was not signed by this shop is no admission', () => {
  const edited = async (change: object) => {
    const [head, body, signature] = (await tokens.sign(admission, soon)).split('.');
    return `${head}.${coded({ ...JSON.parse(Buffer.from(body!, 'base64url').toString()), ...change })}.${signature}`;
  };
  /** The last of 43 letters carries 256 - 6 * 42 = 4 bits, and two that say nothing. */
  const respelled = async () => {
    const token = await tokens.sign(admission, soon);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return token.slice(0, -1) + letters[letters.indexOf(token.at(-1)!) + 1]!;
  };
  const bySecret = (secret: string) => admissionTokens(createSigner(secret)).sign(admission, soon);
  test.each<[string, () => Promise<string>]>([
    ['words', async () => 'let me in'],
    ['dots', async () => 'a.b.c'],
    ['another ticket', () => edited({ sub: uuidv7() })],
    ['another sale', () => edited({ sale: uuidv7() })],
    ['a longer time', () => edited({ exp: 4_000_000_000 })],
    ['another spelling', () => respelled()],
    ['another secret', () => bySecret('another-secret-altogether')],
    ['no signature', async () => `${coded({ alg: 'none' })}.${coded({ sale: admission.saleId, sub: admission.ticketId })}.`],
    ['another algorithm', () => signed({ sale: admission.saleId }, 'HS512', admission.ticketId)],
    ['another claim', () => signed({ sale: 'all' }, 'HS256', admission.ticketId)],
    ['no claim', () => signed({}, 'HS256', admission.ticketId)],
  ])('%s', async (_, make) => {
    expect(await tokens.read(await make())).toBe('INVALID');
  });
});
