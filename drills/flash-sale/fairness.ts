import { sha256 } from '../../kit/sign.ts';
import { shuffled } from '../../subgraphs/checkout/waiting-room/shuffle.ts';

/** When somebody asked for a place in line, when they were told that they had one, and in which turn they were let in; null: never. */
export type Turned = { askedAt: number; joinedAt: number; turn: number | null };

const BUCKET_MS = 1_000;
const bucketOf = (ms: number) => Math.floor(ms / BUCKET_MS);

/**
 * Of all pairs of whom one had their place in a second before that in which the other asked for one, and of whom at least one was let in: the
 * share in which the later one was let in earlier, 0 to 1. Null where there is no such pair. Slow answers excuse nothing and blame nobody. Pure.
 */
export function inversions(visitors: readonly Turned[]): { inverted: number; pairs: number; share: number | null } {
  const all = visitors.map(({ askedAt, joinedAt, turn }) => ({
    asked: bucketOf(askedAt),
    joined: bucketOf(joinedAt),
    turn: turn ?? Number.POSITIVE_INFINITY,
  }));
  let inverted = 0;
  let pairs = 0;
  for (const first of all)
    for (const second of all) {
      if (first.joined >= second.asked || (first.turn === Number.POSITIVE_INFINITY && second.turn === Number.POSITIVE_INFINITY)) continue;
      pairs += 1;
      if (second.turn < first.turn) inverted += 1;
    }
  return { inverted, pairs, share: pairs === 0 ? null : inverted / pairs };
}

/** Who was let in together had one turn: moments of admission that lie closer than this. */
const TURN_MS = 200;

/** Turns by the moments of admission. Pure. */
export function turnsOf(moments: readonly (number | null)[]): (number | null)[] {
  const ordered = moments.filter((at) => at !== null).sort((a, b) => a - b);
  const turns = new Map<number, number>();
  let turn = 0;
  for (const [i, at] of ordered.entries()) {
    if (i > 0 && at - ordered[i - 1]! > TURN_MS) turn += 1;
    turns.set(at, turn);
  }
  return moments.map((at) => (at === null ? null : turns.get(at)!));
}

export type Early = { id: string; place: number | null };

/** What is wrong with a draw: its seed is not the one that was promised, or the places are not those that follow from it. Pure. */
export function faultsOfDraw(early: readonly Early[], seed: string | null, commitment: string): string[] {
  if (seed === null) return ['the seed was not published'];
  if (sha256(seed) !== commitment) return ['the seed is not the one that was promised'];
  const told = early.filter(({ place }) => place !== null).sort((a, b) => a.place! - b.place!);
  const due = shuffled(
    seed,
    early.map(({ id }) => id),
  );
  const misplaced = told.filter(({ id }, i) => due[i] !== id).length;
  return misplaced === 0 ? [] : [`${misplaced} of ${early.length} stand where the draw has not put them`];
}
