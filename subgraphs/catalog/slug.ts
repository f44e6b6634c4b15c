const LENGTH = 80;
// Letters that have no decomposition into a base letter and a mark.
const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

/** A name as it stands in an address: "Crème & Café" is "creme-cafe". Letters of other scripts stay. */
export function slugify(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => PLAIN[letter]!);
  const slug = plain
    .normalize('NFC')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-/, '');
  return [...slug].slice(0, LENGTH).join('').replace(/-$/, '');
}

/** True for what may be given as a slug: it is its own slug. */
export const isSlug = (text: string): boolean =>
  text.length > 0 && /^[\p{Ll}\p{Lo}\p{Lm}\p{N}]+(-[\p{Ll}\p{Lo}\p{Lm}\p{N}]+)*$/u.test(text) && text.length <= 255;

/** The first of the wishes that is free; if none is, the last of them with the first free number from 2 on. */
export function freeSlug(wishes: readonly string[], isTaken: (slug: string) => boolean): string {
  const free = wishes.find((wish) => !isTaken(wish));
  if (free) return free;
  const last = wishes.at(-1)!;
  for (let n = 2; ; n++) {
    if (!isTaken(`${last}-${n}`)) return `${last}-${n}`;
  }
}
