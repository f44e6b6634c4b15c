import { setTimeout as sleep } from 'node:timers/promises';
import { shopper, type Shopper } from '../../stories/shopper.ts';
import { newPurchase, type Purchase, pursue } from '../harness/buyer.ts';
import { brokenPromises, chargedTwice, findingsWhenQuiet } from '../harness/checks.ts';
import type { DrillWorld } from '../harness/drill-world.ts';
import type { Random } from '../harness/random.ts';
import type { Reach } from '../harness/reach.ts';

/** What a scenario works with. */
export type Drill = {
  world: DrillWorld;
  me: Shopper;
  random: Random;
  reach: Reach;
  scale: number;
  /** How many: `full` in a long drill, fewer in a short one, `reduced` in `npm test`. */
  count(full: number, reduced: number): number;
  /** Begins a purchase that goes on, under one key, until its answer is final or the scenario settles. */
  buy(input: object, options?: { cutAfterMs?: () => number | null }): Purchase;
  /** So many purchases at once, by `abreast` buyers. */
  buyMany(total: number, abreast: number, input: () => object, options?: { cutAfterMs?: () => number | null }): Promise<Purchase[]>;
  purchases: Purchase[];
  /** Heals everything, waits for all purchases and for a clean audit; throws what is broken. Answers how purchases ended. */
  settle(): Promise<string>;
};

/** One row of the matrix, played in a shop that runs. */
export type Scenario = {
  row: string;
  title: string;
  run(drill: Drill): Promise<void>;
  only?: DrillWorld['topology'];
  /** Takes about a minute whatever the counts. */
  slow?: true;
};

const SETTLE_MS = 60_000;

export class Broken extends Error {}

/** What cannot be had on this machine is passed over by name. */
export class Skipped extends Error {}

export function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Broken(what);
}

/** A fault around the shop is no reason for a buyer to go away with empty hands. */
export function allCompleted(purchases: Purchase[]): void {
  const others = purchases.filter((purchase) => purchase.outcome !== 'completed');
  must(
    others.length === 0,
    `${others.length} of ${purchases.length} are not bought: ${others.slice(0, 5).map((one) => one.code ?? one.outcome)}`,
  );
}

/** Polls until it holds; `Broken` when it does not in time. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Broken(`not within ${ms / 1000} s: ${what}`);
    await sleep(50);
  }
}

/** Those that have not come to their end, and how far they are; those that wait for a buyer's bank apart. */
async function sagasUnderWay({ books }: DrillWorld): Promise<string[]> {
  const rows = await books<{ about: string }[]>`
    SELECT format('%s %s is %s: %s claims, lease ends in %s s, deadline in %s s, last: %s', name, id, state, claims,
      round(extract(epoch FROM lease_until - now())), round(extract(epoch FROM deadline - now())), log -> -1) AS about
    FROM (SELECT * FROM checkout.sagas UNION ALL SELECT * FROM orders.sagas) AS s WHERE state IN ('RUNNING', 'COMPENSATING') ORDER BY created_at`;
  return rows.map((row) => row.about);
}

async function untilSagasEnd(world: DrillWorld): Promise<void> {
  let left: string[] = [];
  const none = async () => {
    left = await sagasUnderWay(world);
    return left.length === 0;
  };
  await eventually('every saga has come to its end', none, SETTLE_MS).catch((error: unknown) => {
    throw error instanceof Broken ? new Broken([error.message, ...left.slice(0, 12)].join('\n')) : error;
  });
}

type Options = { world: DrillWorld; random: Random; reach: Reach; scale: number };

/** `scale`: which part of the full counts is played, 0 (as few as will do) to 1. */
export function createDrill({ world, random, reach, scale }: Options): Drill {
  const me = shopper(world);
  const purchases: Purchase[] = [];
  const flying = new Set<Promise<unknown>>();
  let until = Date.now() + 600_000;
  const track = <T>(work: Promise<T>): Promise<T> => {
    const tracked = work.finally(() => flying.delete(tracked));
    flying.add(tracked);
    return tracked;
  };
  const begin = (input: object, options: { cutAfterMs?: () => number | null } = {}) => {
    const purchase = newPurchase(input);
    purchases.push(purchase);
    const goOn = async () => {
      while (purchase.outcome === 'unknown' && !purchase.clientSecret && Date.now() < until)
        await pursue(world.base, purchase, { until: Math.min(until, Date.now() + 5_000), ...options });
    };
    return { purchase, ended: track(goOn()) };
  };
  return {
    world,
    me,
    random,
    reach,
    purchases,
    scale,
    count: (full, reduced) => Math.max(reduced, Math.round(full * scale)),
    buy: (input, options) => begin(input, options).purchase,
    async buyMany(total, abreast, input, options) {
      const made: Purchase[] = [];
      const buyer = async () => {
        while (made.length < total) {
          const { purchase, ended } = begin(input(), options);
          made.push(purchase);
          await ended;
        }
      };
      await Promise.all(Array.from({ length: abreast }, buyer));
      return made;
    },
    async settle() {
      await world.heal();
      until = Date.now() + SETTLE_MS;
      await Promise.all(flying);
      // what was promised is kept step by step: units are sold a moment after the buyer has been told
      await untilSagasEnd(world);
      until = Date.now() + 600_000;
      const broken = [...(await brokenPromises(world, purchases)), ...(await findingsWhenQuiet(me))];
      broken.push(...(await chargedTwice(world)).map((id) => `the provider keeps two charges for order ${id}`));
      if (world.webhooks.taken() > 0) broken.push(`${world.webhooks.taken()} forged webhooks were accepted`);
      const ended = new Map<string, number>();
      for (const { outcome, code } of purchases) ended.set(code ?? outcome, (ended.get(code ?? outcome) ?? 0) + 1);
      purchases.length = 0;
      if (broken.length > 0) throw new Broken(broken.slice(0, 12).join('\n'));
      return [...ended].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    },
  };
}
