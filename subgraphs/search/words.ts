const LONGEST = 64;
// Letters that have no decomposition into a base letter and a mark.
const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

/** Text without case, accents and apostrophes: as documents are stored and queries are asked. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => PLAIN[letter]!);

/** The words of a text, folded: letters and digits only, so that a word can stand in a tsquery without escaping. */
export const wordsOf = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => [...word].slice(0, LONGEST).join(''));

/** A SKU as it is compared: "tj-100 m" is "tj100m". */
export const compact = (text: string): string => wordsOf(text).join('');

/** What titles are sorted by. */
export const titleKey = (title: string): string => wordsOf(title).join(' ');
