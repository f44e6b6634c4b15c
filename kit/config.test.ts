import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, readEnvironment, rules } from './config.ts';

const RULES = {
  PORT: { schema: rules.integer(0, 65535).optional(), example: '4000' },
  SHOP_URL: { schema: rules.url('http:', 'https:'), example: 'https://shop.example.com' },
  MODE: { schema: z.enum(['open', 'closed'], 'must be open or closed').default('open'), example: 'closed' },
};
const SHOP_URL = 'https://shop.example.com';

describe('the environment', () => {
  test('is read by its rules', () => {
    expect(readEnvironment(RULES, { SHOP_URL, PORT: '8080', OTHER: 'x' })).toEqual({ SHOP_URL, PORT: 8080, MODE: 'open' });
  });

  test('an empty variable counts as absent', () => {
    expect(readEnvironment(RULES, { SHOP_URL, PORT: '', MODE: '' })).toEqual({ SHOP_URL, PORT: undefined, MODE: 'open' });
  });

  test.each([
    [{ PORT: '80.5' }, 'PORT is "80.5": must be a whole number from 0 to 65535. For example: PORT=4000'],
    [{ PORT: 'http' }, 'PORT is "http": must be a whole number from 0 to 65535. For example: PORT=4000'],
    [{ PORT: '-1' }, 'PORT is "-1": must be at least 0. For example: PORT=4000'],
    [{ PORT: '65536' }, 'PORT is "65536": must be at most 65535. For example: PORT=4000'],
    [
      { SHOP_URL: 'shop' },
      `SHOP_URL is "shop": must be an address that begins with http:// or https://. For example: SHOP_URL=${SHOP_URL}`,
    ],
    [
      { SHOP_URL: 'ftp://a' },
      `SHOP_URL is "ftp://a": must be an address that begins with http:// or https://. For example: SHOP_URL=${SHOP_URL}`,
    ],
    [{ MODE: 'ajar' }, 'MODE is "ajar": must be open or closed. For example: MODE=closed'],
  ])('%o ends the start with one line', (wrong, line) => {
    expect(() => readEnvironment(RULES, { SHOP_URL, ...wrong })).toThrow(new ConfigError(line));
  });

  test('what must be set and is not is named', () => {
    expect(() => readEnvironment(RULES, {})).toThrow(/^SHOP_URL is not set: .* For example: SHOP_URL=https:\/\/shop.example.com$/);
  });

  test('a secret is not told, nor is a password in an address', () => {
    const API_KEY = { schema: z.string().min(32, 'must have at least 32 characters'), example: 'a-long-random-string' };
    expect(thrown(() => readEnvironment({ API_KEY }, { API_KEY: 'hunter2' }))).toBe(
      'API_KEY (a secret of 7 characters) is wrong: must have at least 32 characters. For example: API_KEY=a-long-random-string',
    );
    expect(thrown(() => readEnvironment(RULES, { SHOP_URL: 'mysql://ann:hunter2@db/shop' }))).toContain(
      'SHOP_URL is "mysql://...@db/shop": ',
    );
  });

  test('a long or many-lined value is shown cut, on one line', () => {
    const message = thrown(() => readEnvironment(RULES, { SHOP_URL: `a\n${'b'.repeat(500)}` }));
    expect(message).toMatch(/^SHOP_URL is "a\\nb+\.\.\.": /);
    expect(message.length).toBeLessThan(250);
    expect(message).not.toContain('\n');
  });
});

function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
