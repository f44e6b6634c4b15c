/** Where a sale stands by the database's clock alone. */
export type Phase = 'SCHEDULED' | 'OPEN' | 'ENDED';
/** What there is of a sale's goods: free units; none free but some held, which may come back; nothing at all. */
export type StockLeft = 'FREE' | 'HELD' | 'GONE';
export type SaleStatus = 'SCHEDULED' | 'OPEN' | 'SOLD_OUT' | 'ENDED';

export type SaleAction = 'PAUSE' | 'RESUME' | 'DRAIN' | 'QUEUE_ALL' | 'SET_RATE';

export const statusOf = (phase: Phase, stock: StockLeft): SaleStatus => (phase === 'OPEN' && stock === 'GONE' ? 'SOLD_OUT' : phase);

/** Sold out means that not even a hold can come back: until then a waiter has something to wait for. */
export function stockLeft(levels: readonly { available: number; reserved: number }[]): StockLeft {
  if (levels.some((level) => level.available > 0)) return 'FREE';
  return levels.some((level) => level.reserved > 0) ? 'HELD' : 'GONE';
}
