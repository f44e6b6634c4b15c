import { describe, expect, test } from 'vitest';
import { isUuid, uuidv7 } from './uuid.ts';

const RFC_9562 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('uuidv7', () => {
  const many = Array.from({ length: 100_000 }, () => uuidv7());

  test('carries version 7 and the variant of RFC 9562', () => {
    expect(many.filter((id) => !RFC_9562.test(id))).toEqual([]);
  });

  test('is unique', () => {
    expect(new Set(many).size).toBe(many.length);
  });

  test('begins with the milliseconds, so that later ones sort behind', () => {
    const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = times.map((time) => uuidv7(time));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))).toEqual(times);
  });

  test('every random bit is drawn: each of the 74 is sometimes 0 and sometimes 1', () => {
    const bits = many.slice(0, 2_000).map((id) => BigInt(`0x${id.replaceAll('-', '')}`));
    const [and, or] = [bits.reduce((a, b) => a & b), bits.reduce((a, b) => a | b)];
    const random = ((1n << 80n) - 1n) ^ (0xfn << 76n) ^ (3n << 62n);
    expect(and & random).toBe(0n);
    expect(or & random).toBe(random);
  });
});

describe('isUuid', () => {
  test.each([uuidv7(), '00000000-0000-0000-0000-000000000000', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'])('%s is one', (id) => {
    expect(isUuid(id)).toBe(true);
  });
  test.each(['', '1', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', `${uuidv7()}\n`, ` ${uuidv7()}`, 'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'])(
    '%j is none',
    (id) => expect(isUuid(id)).toBe(false),
  );
});
