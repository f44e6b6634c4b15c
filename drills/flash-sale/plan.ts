import type { Random } from '../harness/random.ts';
import { randomOf } from '../harness/random.ts';

/** When the parts of a rehearsal begin and end, in milliseconds from its start. */
export type Timeline = {
  /** The shop is used at 1x, and nothing counts yet. */
  calmFrom: number;
  rushFrom: number;
  opensAt: number;
  rushTo: number;
  /** From here all should be as it was. */
  recoveredFrom: number;
  end: number;
};
export type Shape = { multiplier: number; seconds: number; warmSeconds: number; calmSeconds: number; recoverySeconds: number };
/** What a rehearsal has by default around its rush. */
export const CALM = { warmSeconds: 6, calmSeconds: 20, recoverySeconds: 10 };

export type BrowseKind = 'sale product' | 'product' | 'list' | 'sale';
export type CheatKind = 'forged' | 'edited' | 'replayed' | 'tabs' | 'too fast' | 'round the room';
/** What comes at its time, whatever has become of what came before it. */
export type Arrival =
  | { at: number; kind: 'browse'; what: BrowseKind; pick: number }
  | { at: number; kind: 'shopper' }
  | { at: number; kind: 'buyer' }
  | { at: number; kind: 'cheat'; how: CheatKind };

const BROWSES_A_SECOND = 10;
const BUYERS_A_SECOND = 1;
const WAIT_BEFORE_OPENING = 1 / 6;
/** Of the buyers' rate, before the sale opens. */
const EARLY_SHARE = 0.2;
const BROWSED: readonly [BrowseKind, number][] = [
  ['sale product', 0.5],
  ['product', 0.3],
  ['list', 0.1],
  ['sale', 0.1],
];
const CHEATS: readonly CheatKind[] = ['forged', 'edited', 'replayed', 'tabs', 'too fast', 'round the room'];

export function timelineOf({ seconds, warmSeconds, calmSeconds, recoverySeconds }: Shape): Timeline {
  const calmFrom = warmSeconds * 1000;
  const rushFrom = calmFrom + calmSeconds * 1000;
  const rushTo = rushFrom + seconds * 1000;
  const recoveredFrom = rushTo + recoverySeconds * 1000;
  return {
    calmFrom,
    rushFrom,
    opensAt: rushFrom + seconds * 1000 * WAIT_BEFORE_OPENING,
    rushTo,
    recoveredFrom,
    end: recoveredFrom + calmSeconds * 1000,
  };
}

/**
 * All arrivals of a rehearsal, by time: independent visitors (Poisson), ten browses to one buyer. While it is calm a shopper a second buys
 * what is in no sale; in the rush buyers of the sale come, a few before it opens, most after, and the cheats among them. Pure.
 */
export function planOf(seed: number, shape: Shape): Arrival[] {
  const random = randomOf(seed).fork('plan');
  const times = timelineOf(shape);
  const { multiplier } = shape;
  const browse = (at: number, from: Random): Arrival => ({ at, kind: 'browse', what: weighed(from), pick: from.int(0, 1_000_000) });
  const browsing = random.fork('browse');
  const calm = [...poisson(browsing, 0, times.rushFrom, BROWSES_A_SECOND), ...poisson(browsing, times.rushTo, times.end, BROWSES_A_SECOND)];
  const rush = poisson(browsing, times.rushFrom, times.rushTo, BROWSES_A_SECOND * multiplier);
  const shopping = random.fork('shoppers');
  const shoppers = [
    ...poisson(shopping, 0, times.rushFrom, BUYERS_A_SECOND),
    ...poisson(shopping, times.rushTo, times.end, BUYERS_A_SECOND),
  ];
  const buying = random.fork('buyers');
  const buyers = [
    ...poisson(buying, times.rushFrom, times.opensAt, BUYERS_A_SECOND * multiplier * EARLY_SHARE),
    ...poisson(buying, times.opensAt, times.rushTo, BUYERS_A_SECOND * multiplier),
  ];
  const cheating = random.fork('cheats');
  const each = Math.max(1, Math.round(multiplier / 25));
  const cheats = CHEATS.flatMap((how) =>
    // early enough to be let in
    Array.from({ length: how === 'tabs' ? 1 : each }, () => ({
      at: times.rushFrom + cheating.next() * (times.opensAt - times.rushFrom),
      kind: 'cheat' as const,
      how,
    })),
  );
  return [
    ...[...calm, ...rush].map((at) => browse(at, browsing)),
    ...shoppers.map((at) => ({ at, kind: 'shopper' as const })),
    ...buyers.map((at) => ({ at, kind: 'buyer' as const })),
    ...cheats,
  ].sort((a, b) => a.at - b.at);
}

function poisson(random: Random, from: number, to: number, perSecond: number): number[] {
  const times: number[] = [];
  for (let at = from; ; ) {
    at += (-Math.log(1 - random.next()) * 1000) / perSecond;
    if (at >= to) return times;
    times.push(at);
  }
}

function weighed(random: Random): BrowseKind {
  let left = random.next();
  for (const [kind, share] of BROWSED) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'sale product';
}
