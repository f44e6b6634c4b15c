/** Words of letters have a spelling; what has digits in it is a number or a SKU and is taken as it stands. */
export const isSpelled = (word: string): boolean => /^\p{L}+$/u.test(word);

/** Spelling mistakes are forgiven in words of letters: one from 5 letters on, two from 9 on; never in SKUs and numbers. */
export function typosAllowed(word: string): 0 | 1 | 2 {
  const length = [...word].length;
  if (length < 5 || length > 40 || !isSpelled(word)) return 0;
  return length < 9 || length > LONGEST_FOR_TWO ? 1 : 2;
}

const LONGEST_FOR_TWO = 20;

/**
 * Hashes of a word with up to `most` letters left out. Two words that are `most` typos apart have one in common
 * (a letter too many, too few, another one, two swapped: each is at most one letter left out on either side).
 */
export function deletesOf(word: string, most: 0 | 1 | 2): number[] {
  const all = new Set([word]);
  let ring = [word];
  for (let n = 0; n < most; n++) {
    ring = ring.flatMap((text) => [...text].map((_, i, letters) => [...letters.slice(0, i), ...letters.slice(i + 1)].join('')));
    for (const text of ring) all.add(text);
  }
  return [...new Set([...all].map(hash))];
}

/** True of words that a query with typos may mean. */
export const isMeantByTypos = (word: string): boolean => {
  const length = [...word].length;
  return length >= 4 && length <= 41 && isSpelled(word);
};

/**
 * Deletes to store with a word: as many letters left out as a query that means it can have left out or replaced. A query
 * that is longer than the word has letters too many; those are left out on its own side.
 */
export function storedDeletes(word: string): number[] {
  if (!isMeantByTypos(word)) return [];
  const length = [...word].length;
  if (length === 4) return deletesOf(word, 0);
  return deletesOf(word, length >= 9 && length <= LONGEST_FOR_TWO + 2 ? 2 : 1);
}

/** FNV-1a, 32 bits, signed as Postgres has its integers. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}

/** Typos between two words: letters added, left out, replaced, or two neighbours swapped (optimal string alignment). */
export function typosBetween(a: string, b: string): number {
  const [s, t] = [[...a], [...b]];
  let [older, old] = [[] as number[], t.map((_, j) => j + 1)];
  old.unshift(0);
  for (let i = 1; i <= s.length; i++) {
    const row = [i];
    for (let j = 1; j <= t.length; j++) {
      const same = s[i - 1] === t[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && s[i - 1] === t[j - 2] && s[i - 2] === t[j - 1] ? older[j - 2]! + 1 : Infinity;
      row.push(Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + same, swapped));
    }
    [older, old] = [old, row];
  }
  return old[t.length]!;
}
