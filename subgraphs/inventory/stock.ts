/** Stock: what can be promised, and to whom when there is not enough for all. Pure; the rows are locked by the caller. */

export type StockRow = {
  variantId: string;
  shard: number;
  available: number;
  reserved: number;
  sold: number;
  version: number;
  productId: string | null;
};
/** Units of one row. */
export type Allocation = { variantId: string; shard: number; quantity: number };
export type Demand = { variantId: string; quantity: number }[];
/** `current` are units that the asker holds already: they count as free to that asker alone. */
export type Claim = { demand: Demand; current: Allocation[] };
export type Granted = { granted: Allocation[] } | { short: { variantId: string; available: number }[] };
export type Delta = { available: number; reserved: number; sold: number };

/** Several lines of one variant are one demand; in the order of variants, in which locks are taken. */
export function sumDemand(lines: Demand): Demand {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(line.variantId, (sums.get(line.variantId) ?? 0) + line.quantity);
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity })).sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
}

/**
 * Admits claims in order of arrival, each all or nothing; a claim that does not fit leaves its units to those behind it.
 * Rows must come in ascending order of shard, so that the last units of every shard are found.
 */
export function admit(rows: readonly StockRow[], claims: readonly Claim[]): Granted[] {
  const free = new Map(rows.map((row) => [rowKey(row), row.available]));
  const shards = new Map<string, StockRow[]>();
  for (const row of rows) shards.set(row.variantId, [...(shards.get(row.variantId) ?? []), row]);
  return claims.map(({ demand, current }) => {
    for (const held of current) add(free, held, held.quantity);
    const short = demand
      .map(({ variantId, quantity }) => ({ variantId, quantity, available: total(free, shards.get(variantId)) }))
      .filter(({ quantity, available }) => quantity > available);
    if (short.length > 0) {
      for (const held of current) add(free, held, -held.quantity);
      return { short: short.map(({ variantId, available }) => ({ variantId, available })) };
    }
    return { granted: demand.flatMap(({ variantId, quantity }) => take(free, shards.get(variantId) ?? [], quantity)) };
  });
}

function take(free: Map<string, number>, rows: StockRow[], quantity: number): Allocation[] {
  const taken: Allocation[] = [];
  for (const row of rows) {
    const units = Math.min(quantity, free.get(rowKey(row)) ?? 0);
    if (units === 0) continue;
    taken.push({ variantId: row.variantId, shard: row.shard, quantity: units });
    add(free, row, -units);
    quantity -= units;
  }
  return taken;
}

/**
 * What each row gets or gives when what is free of its variant is spread evenly; nothing where it is not enough to be plenty in
 * each. The units stay the same, and so does the status. Rows of one variant, in ascending order of shard.
 */
export function evenly(free: readonly number[]): number[] {
  const all = free.reduce((sum, units) => sum + units, 0);
  const each = Math.floor(all / free.length);
  if (each <= LOW) return free.map(() => 0);
  return free.map((units, i) => each + (i < all - each * free.length ? 1 : 0) - units);
}

export const rowKey = (row: { variantId: string; shard: number }): string => `${row.variantId}/${row.shard}`;
const add = (free: Map<string, number>, row: { variantId: string; shard: number }, units: number) =>
  void free.set(rowKey(row), (free.get(rowKey(row)) ?? 0) + units);
const total = (free: Map<string, number>, rows: StockRow[] = []) => rows.reduce((sum, row) => sum + (free.get(rowKey(row)) ?? 0), 0);

export type Status = 'IN_STOCK' | 'LOW_STOCK' | 'OUT_OF_STOCK';
/** So many units, and the shop says that few are left. */
export const LOW = 5;
export const statusOf = (available: number): Status => (available <= 0 ? 'OUT_OF_STOCK' : available <= LOW ? 'LOW_STOCK' : 'IN_STOCK');
