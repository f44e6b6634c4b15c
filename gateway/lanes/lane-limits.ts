/**
 * What a request is at the gateway, from what nothing is mixed with to what outweighs all else in a document: whoever adds
 * a search to a poll searches.
 */
export const LANES = ['payment', 'polls', 'browse', 'cart', 'search', 'admitted', 'checkout', 'signIn', 'webhooks', 'admin'] as const;
export type Lane = (typeof LANES)[number];

export type LaneLimits = {
  /** Requests at work at once. */
  concurrent: number;
  /** Requests that wait for a place, and how long each may, in milliseconds. */
  queued: number;
  waitMs: number;
};

/**
 * Of one gateway process. Less than what its way to each context holds (subgraph-limits.ts: 48 reads and 256 mutations at
 * work, 1,024 of each waiting), so that it is the lanes that say no. With places and queue, 200 checkouts at once find room.
 */
export const LANE_LIMITS: Record<Lane, LaneLimits> = {
  /** How a purchase has ended, its order, its cancellation. */
  payment: { concurrent: 96, queued: 1_024, waitMs: 5_000 },
  /** Waiting rooms: to join, and to ask. */
  polls: { concurrent: 96, queued: 1_024, waitMs: 4_000 },
  /** Pages that are not kept, and whatever is nothing else. */
  browse: { concurrent: 96, queued: 512, waitMs: 4_000 },
  cart: { concurrent: 96, queued: 512, waitMs: 4_000 },
  search: { concurrent: 32, queued: 256, waitMs: 3_000 },
  /** Purchases with an admission that we have signed; they do not wait for others. */
  admitted: { concurrent: 128, queued: 512, waitMs: 10_000 },
  checkout: { concurrent: 128, queued: 384, waitMs: 10_000 },
  /** What hashes a password, or sends a mail: accounts does a few at a time. To be signed in longer is no sign-in. */
  signIn: { concurrent: 32, queued: 128, waitMs: 5_000 },
  /** Their bodies may be large: few wait, and the provider comes again. */
  webhooks: { concurrent: 64, queued: 128, waitMs: 5_000 },
  /** Whoever has the key: live switches of a sale among them. */
  admin: { concurrent: 32, queued: 256, waitMs: 10_000 },
};
