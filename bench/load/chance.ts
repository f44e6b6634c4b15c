/** Choices that follow from a seed: the same seed and turn give the same choices. */
export type Chance = {
  /** A whole number from 0 to below `limit`. */
  upTo(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in so large a share of cases (0 to 1). */
  share(part: number): boolean;
};

/** Mulberry32: 32 bits of state are enough to draw a few dozen words. */
export function chance(seed: number, turn: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(turn + 1, 0x85ebca6b)) | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (limit: number) => Math.floor(next() * limit);
  return { upTo, pick: (from) => from[upTo(from.length)]!, share: (part) => next() < part };
}
