import type { Random } from '../harness/random.ts';

/** Texts that have broken somebody's parser, database, log, page or file system. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202egnp.exe',
  '\ufeff',
  '𝕿𝖊𝖝𝖙 🏴‍☠️ ثلاثة',
  'Ω̴̧̨̛̣͍̭'.repeat(40),
  "' OR 1=1; DROP TABLE carts; --",
  '") { nodes { id } } #',
  '%s%s%n%x {{7*7}} #{7*7} <%= 7*7 %>',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'http://169.254.169.254/latest/meta-data',
  '__proto__',
  'constructor',
  '\r\nSet-Cookie: a=b',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '-1',
  '1e400',
  'NaN',
  'null',
  '*',
  '\\',
  'a@b.c',
  "a'b@example.com",
  '2026-02-30T25:61:61.000Z',
  '9999-12-31T23:59:59.999Z',
  'x'.repeat(5_000),
  'ß'.repeat(300),
];
const NUMBERS = [0, -0, -1, 1, 1.5, 100, 101, 999, 1_000, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1e308, -1e308];

export const hostileText = (random: Random): string => random.pick(TEXTS);

/** Anything that JSON can say. */
export function hostileValue(random: Random, depth = 0): unknown {
  const roll = random.int(0, depth > 4 ? 5 : 7);
  if (roll <= 2) return hostileText(random);
  if (roll === 3) return random.pick(NUMBERS);
  if (roll === 4) return random.pick([true, false]);
  if (roll === 5) return null;
  const many = random.int(0, random.chance(0.05) ? 400 : 4);
  if (roll === 6) return Array.from({ length: many }, () => hostileValue(random, depth + 1));
  return Object.fromEntries(Array.from({ length: many }, () => [hostileText(random), hostileValue(random, depth + 1)]));
}

/** The same value with some of what is in it replaced: mostly by what has its type. */
export function spoiled(value: unknown, random: Random, chance: number): unknown {
  if (Array.isArray(value)) return value.map((each) => spoiled(each, random, chance));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoiled(each, random, chance)]));
  if (!random.chance(chance)) return value;
  if (random.chance(0.1)) return hostileValue(random);
  if (typeof value === 'string') return hostileText(random);
  return typeof value === 'number' ? random.pick(NUMBERS) : value;
}
