import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('a variable given by file', () => {
  const RULES_OF_FILES = {
    SECRET: { schema: z.string().min(8, 'must have at least 8 characters').optional(), example: 'a-long-random-string' },
    TABLE: { schema: z.enum(['flat', 'zones']).default('flat'), example: 'zones' },
    TABLE_FILE: { schema: z.string().optional(), example: 'table.json' },
  };
  const read = (environment: Record<string, string>) => readEnvironment(RULES_OF_FILES, environment);
  const folder = { path: '' };
  const file = (content: string) => {
    const name = path.join(folder.path, 'secret');
    writeFileSync(name, content);
    return name;
  };
  beforeAll(() => {
    folder.path = mkdtempSync(path.join(tmpdir(), 'holdfast-config-'));
  });
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

  test.each(['correct horse', 'correct horse\n', 'correct horse\r\n'])('is its content, without a newline at its end: %j', (content) => {
    expect(read({ SECRET_FILE: file(content) }).SECRET).toBe('correct horse');
  });

  test('of the content only one newline is cut, and nothing else', () => {
    expect(read({ SECRET_FILE: file(' two\nlines \n\n') }).SECRET).toBe(' two\nlines \n');
  });

  test('an empty file, and an empty name of one, count as absent', () => {
    expect(read({ SECRET_FILE: file('\n') }).SECRET).toBeUndefined();
    expect(read({ SECRET_FILE: '', SECRET: 'correct horse' }).SECRET).toBe('correct horse');
  });

  test('both ways at once are one too many', () => {
    expect(thrown(() => read({ SECRET: 'correct horse', SECRET_FILE: file('correct horse') }))).toBe(
      'SECRET and SECRET_FILE are both set: only one of them may be. For example: SECRET_FILE=/run/secrets/secret',
    );
  });

  test('a file that cannot be read ends the start with one line', () => {
    const missing = path.join(folder.path, 'missing');
    expect(thrown(() => read({ SECRET_FILE: missing }))).toBe(
      `SECRET_FILE is "${missing}": cannot be read (ENOENT). For example: SECRET_FILE=/run/secrets/secret`,
    );
    expect(thrown(() => read({ SECRET_FILE: folder.path }))).toContain('cannot be read (EISDIR)');
  });

  test('what it holds is checked and not told, as if it had been given directly', () => {
    expect(thrown(() => read({ SECRET_FILE: file('hunter2') }))).toBe(
      'SECRET (a secret of 7 characters) is wrong: must have at least 8 characters. For example: SECRET=a-long-random-string',
    );
  });

  test('a variable that ends in _FILE itself stays what it is', () => {
    expect(read({ TABLE: 'zones', TABLE_FILE: 'nowhere.json' })).toMatchObject({ TABLE: 'zones', TABLE_FILE: 'nowhere.json' });
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
