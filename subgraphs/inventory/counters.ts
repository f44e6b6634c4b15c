/** The counters of a variant's shards, recomputed from its reservations and its movements. Pure. */

export type Shard = { shard: number; available: number; reserved: number; sold: number };
/** What a shard counts, and what its reservations hold and have sold. `counted` is false where it has no row. */
export type CountedShard = Shard & { counted: boolean; held: number; committed: number };

/**
 * The shards as they should read: reserved and sold are what the reservations say, and what is left of the units that came
 * in (`moved`) is available. Free units stay where they are; what is missing or over goes to shards that were wrong, then to
 * the emptiest, or comes from the fullest. Below zero in one shard: more was promised than came in, and that is for a person.
 */
export function rightCounters(shards: readonly CountedShard[], moved: number): Shard[] {
  const right = shards.map((row) => ({
    shard: row.shard,
    available: Math.max(0, row.available),
    reserved: row.held,
    sold: row.committed,
    wasWrong: isWrong(row),
  }));
  let rest = moved - right.reduce((sum, row) => sum + row.available + row.reserved + row.sold, 0);
  const fullest = [...right].sort((a, b) => Number(b.wasWrong) - Number(a.wasWrong) || b.available - a.available || a.shard - b.shard);
  for (const row of fullest) {
    if (rest >= 0) break;
    const taken = Math.min(row.available, -rest);
    row.available -= taken;
    rest += taken;
  }
  const emptiest = [...right].sort((a, b) => Number(b.wasWrong) - Number(a.wasWrong) || a.available - b.available || a.shard - b.shard);
  if (emptiest[0]) emptiest[0].available += rest;
  return right.map(({ shard, available, reserved, sold }) => ({ shard, available, reserved, sold }));
}

/** True when a shard alone shows that it miscounts. */
const isWrong = (row: CountedShard): boolean =>
  !row.counted || row.reserved !== row.held || row.sold !== row.committed || row.available < 0;

const COUNTERS = ['available', 'reserved', 'sold'] as const;

/**
 * How far shards are off, in words. Not what they count: that changes with every sale, and a drift stays what it is, so that
 * it can be mended while the shop sells.
 */
export function drift(shards: readonly CountedShard[], right: readonly Shard[]): { before: string; after: string } {
  const off = shards.flatMap((row, i) => {
    const by = COUNTERS.map((counter) => ({ counter, units: right[i]![counter] - row[counter] })).filter(({ units }) => units !== 0);
    return by.length > 0 || !row.counted ? [{ shard: row.shard, counted: row.counted, by }] : [];
  });
  const words = (say: (of: (typeof off)[number]) => string[]) => off.map((of) => `shard ${of.shard}: ${say(of).join(', ')}`).join('; ');
  return {
    before: words(({ counted, by }) => [
      ...(counted ? [] : ['no row']),
      ...by.map(({ counter, units }) => `${counter} ${Math.abs(units)} too ${units > 0 ? 'few' : 'many'}`),
    ]),
    after: words(({ by }) => by.map(({ counter, units }) => `${counter} ${units > 0 ? '+' : ''}${units}`)),
  };
}

/** What they would count, for a person who has to decide. */
export const inWords = (shards: readonly Shard[]): string =>
  shards
    .map(({ shard, available, reserved, sold }) => `shard ${shard}: ${available} available, ${reserved} reserved, ${sold} sold`)
    .join('; ');
