import type { Histogram } from './histogram.ts';
import type { CheatKind, Shape } from './plan.ts';

/** What is done at the shop, each kind of it judged by itself. `checkout` is the first answer to an attempt, `bought` all of the way to its final one. */
export const LANES = ['browse', 'cart', 'join', 'poll', 'checkout', 'bought'] as const;
export type Lane = (typeof LANES)[number] | 'checkout again' | 'cheats';

/** One second of a lane, by when its requests were planned. `shed`: told to come later, by 429. */
export type Second = { ok: number; shed: number; failed: number; wrong: number; latency: Histogram };
export type Lanes = Partial<Record<Lane, Record<number, Second>>>;

export type Product = { slug: string; title: string; variantId: string; priceMinor: number };
export type Goods = {
  /** In the sale. */
  drop: Product;
  saleId: string;
  saleSlug: string;
  /** In no sale. */
  others: Product[];
};

export type GeneratorJob = {
  base: string;
  /** Epoch milliseconds; all times of a load are milliseconds from here. */
  startAt: number;
  seed: number;
  shape: Shape;
  goods: Goods;
  /** Whoever still waits then gives up. */
  giveUpAt: number;
};

/** What became of somebody who came for the sale. */
export type BuyerStory = {
  email: string;
  ticketId: string | null;
  /** When they first asked for a place in line. */
  askedAt: number | null;
  /** When the shop had said that they stand in line. */
  joinedAt: number | null;
  admittedAt: number | null;
  soldOutAt: number | null;
  /** How long they were last asked to wait before they ask again. */
  pollAfterMs: number;
  outcome: 'bought' | 'sold out' | 'rejected' | 'gave up';
  /** Of a rejection. */
  code: string | null;
  orderIds: string[];
  /** They have asked to buy: the shop owes them a last word. */
  attempted: boolean;
  endedAt: number;
};

export type CheatStory = {
  how: CheatKind;
  /** The part of their e-mail addresses that no other cheat's has. */
  name: string;
  /** Orders that they may have got as anybody could. */
  allowed: number;
  orderIds: string[];
  /** Answers to what they tried, by code or type. */
  answers: Record<string, number>;
};

export type Load = {
  lanes: Lanes;
  /** How late requests left, after they were planned. */
  lag: Histogram;
  buyers: BuyerStory[];
  /** Who bought what is in no sale, while it was calm. */
  shoppers: BuyerStory[];
  cheats: CheatStory[];
  /** When attempts to buy came to their final answers. */
  served: number[];
  /** Attempts to buy that got no answer or a fault, whenever: their planned times. */
  refusedCheckouts: number[];
  /** What went wrong, by kind, and one example each. */
  troubles: Record<string, { count: number; example: string }>;
};
