import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deletesOf, storedDeletes, typosAllowed, typosBetween } from './typos.ts';

const letter = fc.constantFrom(...'abcdefghijklmnop');
const word = (minLength: number, maxLength: number) => fc.array(letter, { minLength, maxLength }).map((letters) => letters.join(''));
const edit = fc.record({ kind: fc.constantFrom('add', 'leave out', 'replace', 'swap'), at: fc.nat(100), letter });

/** A word with one typo in it. */
function mistyped(text: string, { kind, at, letter: other }: { kind: string; at: number; letter: string }): string {
  const i = at % text.length;
  if (kind === 'add') return text.slice(0, i) + other + text.slice(i);
  if (kind === 'leave out') return text.slice(0, i) + text.slice(i + 1);
  if (kind === 'replace') return text.slice(0, i) + other + text.slice(i + 1);
  return text.slice(0, i) + (text[i + 1] ?? '') + text[i] + text.slice(i + 2);
}

test('a word with as many typos as are allowed still meets the word that was meant', () => {
  fc.assert(
    fc.property(fc.oneof(word(4, 11), word(18, 24)), fc.array(edit, { minLength: 1, maxLength: 2 }), (meant, edits) => {
      const typed = edits.reduce(mistyped, meant);
      fc.pre(typosBetween(typed, meant) <= typosAllowed(typed));
      const stored = new Set(storedDeletes(meant));
      expect(deletesOf(typed, typosAllowed(typed)).some((hash) => stored.has(hash))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('typos are counted as they are made', () => {
  fc.assert(
    fc.property(word(3, 12), edit, (meant, one) => {
      const typed = mistyped(meant, one);
      expect(typosBetween(typed, meant)).toBe(typed === meant ? 0 : 1);
      expect(typosBetween(meant, typed)).toBe(typosBetween(typed, meant));
    }),
  );
});

test('one typo from five letters on, two from nine, none with digits', () => {
  expect(['lamp', 'shirt', 'raincoat', 'waterproof', 'tj100m', 'ｗ'].map(typosAllowed)).toEqual([0, 1, 1, 2, 0, 0]);
});
