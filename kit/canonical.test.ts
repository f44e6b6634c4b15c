import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  );
};
/** Without what counts as absent; inside a list an absent item keeps its place. */
const present = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => present(item ?? null));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, present(item)]));
};
// no negative zero: JSON has none
const value = fc.jsonValue().map((it) => JSON.parse(JSON.stringify(it)) as unknown);

describe('canonical JSON', () => {
  test('is the same for the same input, in whatever order its fields came', () => {
    fc.assert(fc.property(value, (it) => void expect(canonicalJson(shuffled(it))).toBe(canonicalJson(it))));
  });

  test('is JSON that says the same', () => {
    fc.assert(fc.property(value, (it) => void expect(JSON.parse(canonicalJson(it))).toEqual(present(it))));
  });

  test('differs where the input differs', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        if (canonicalJson(a) === canonicalJson(b)) expect(present(a)).toEqual(present(b));
      }),
    );
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
    expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }));
  });

  test('an absent field, a null and no field are one', () => {
    const texts = [{ a: 1 }, { a: 1, b: null }, { b: undefined, a: 1 }].map(canonicalJson);
    expect(new Set(texts)).toEqual(new Set(['{"a":1}']));
  });

  test('is the same text in every version of the shop: fingerprints of it are stored', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, null, undefined], c: 'x' } })).toBe('{"a":{"c":"x","d":[2,null,null]},"b":1}');
    expect(canonicalJson(undefined)).toBe('null');
  });
});
