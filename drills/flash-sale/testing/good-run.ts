import { emptyHistogram, record } from '../histogram.ts';
import type { BuyerStory, Lane, Lanes, Second } from '../load.ts';
import { timelineOf } from '../plan.ts';
import type { Run } from '../run.ts';

const SHAPE = { multiplier: 50, seconds: 30, warmSeconds: 2, calmSeconds: 10, recoverySeconds: 10 };

export const second = (ms: number[], over: Partial<Second> = {}): Second => {
  const latency = emptyHistogram();
  for (const each of ms) record(latency, each);
  return { ok: ms.length, shed: 0, failed: 0, wrong: 0, latency, ...over };
};

const lane = (from: number, to: number, ms: number): Record<number, Second> =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [from + i, second([ms, ms, ms])]));

export const buyer = (over: Partial<BuyerStory> = {}): BuyerStory => ({
  email: 'buyer-1@example.com',
  ticketId: 'ticket',
  askedAt: 14_900,
  joinedAt: 15_000,
  admittedAt: null,
  soldOutAt: null,
  pollAfterMs: 1_000,
  outcome: 'sold out',
  code: null,
  orderIds: [],
  attempted: false,
  endedAt: 40_000,
  ...over,
});

/** A rehearsal in which all went well: the sale opens at second 17, eight a second are let in and served, all is sold at second 40. */
export function goodRun(): Run {
  const timeline = timelineOf(SHAPE);
  const end = timeline.end / 1000;
  const gone = 40_000;
  const lanes: Lanes = {
    browse: lane(0, end, 5),
    cart: lane(0, end, 10),
    join: lane(12, 42, 10),
    poll: lane(12, 42, 10),
    checkout: lane(17, 40, 700),
    bought: lane(17, 40, 800),
  } satisfies Partial<Record<Lane, Record<number, Second>>>;
  return {
    topology: 'one process',
    multiplier: SHAPE.multiplier,
    stock: 184,
    timeline,
    admissionsPerSecond: 8,
    boundBy: 'the provider',
    load: {
      lanes,
      lag: second([1, 1, 2]).latency,
      buyers: [
        buyer({ outcome: 'bought', admittedAt: 20_000, orderIds: ['order'] }),
        buyer({ soldOutAt: gone + 1_500 }),
        buyer({ joinedAt: gone + 1_000, soldOutAt: gone + 1_000 }),
      ],
      shoppers: [],
      cheats: [{ how: 'forged', name: 'forged-1', allowed: 0, orderIds: [], answers: { WAITING_ROOM_TOKEN_INVALID: 5 } }],
      served: Array.from({ length: 8 * 23 }, (_, i) => 17_000 + i * 125),
      refusedCheckouts: [],
      troubles: {},
    },
    samples: Array.from({ length: end * 4 }, (_, i) => {
      const at = i * 250;
      const sold = Math.min(184, Math.max(0, Math.floor((at - 17_000) / 125)));
      const isGone = at > gone;
      return { at, available: isGone ? 0 : 184 - sold, reserved: 0, sold, waiting: at > 12_000 ? 50 : 0, letIn: sold };
    }),
    busy: { shop: Array.from({ length: end }, () => 0.5), Postgres: Array.from({ length: end }, () => 0.3) },
    disturbances: [],
    deaths: 0,
    afterwards: {
      stock: { available: 0, reserved: 0, sold: 184 },
      orders: 184,
      oversold: [],
      stranded: [],
      chargedTwice: [],
      lost: [],
      cheated: [],
      findings: [],
      draw: [],
      inversions: { inverted: 0, pairs: 10_000, share: 0 },
      early: 20,
    },
  };
}
