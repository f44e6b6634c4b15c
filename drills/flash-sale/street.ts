import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, answerOf, type Data } from './answers.ts';
import type { Client } from './client.ts';
import { record } from './histogram.ts';
import type { Lane } from './load.ts';
import type { Question, Storefront } from './storefront.ts';
import type { Tally } from './tally.ts';

/** What all visitors share: the clock, the way to the shop, and the ledger of what they met. */
export type Street = {
  shop: Storefront;
  /** Milliseconds from the start of the rehearsal. */
  now(): number;
  until(at: number): Promise<void>;
  /** Asks once; counted in the lane, from the moment for which it was planned. */
  ask(lane: Lane, plannedAt: number, from: string, question: Question): Promise<Answer>;
  /** Asks until there is an answer: again when told to, and after a fault; null when it is too late. */
  insist(lane: Lane, plannedAt: number, from: string, question: Question): Promise<Data | null>;
  /** An attempt that was begun then has its final answer. */
  served(began: number): void;
  giveUpAt: number;
};

const TIMEOUT_MS = 10_000;
/** A checkout may take its 14 s. */
const CHECKOUT_TIMEOUT_MS = 16_000;
const AGAIN_MS = 1_000;

type Parts = { client: Client; shop: Storefront; tally: Tally; startAt: number; giveUpAt: number };
export type Seen = { served: number[]; refusedCheckouts: number[] };

export function createStreet({ client, shop, tally, startAt, giveUpAt }: Parts): Street & { seen: Seen } {
  const offset = performance.timeOrigin - startAt;
  const now = () => performance.now() + offset;
  const seen: Seen = { served: [], refusedCheckouts: [] };
  const ask: Street['ask'] = async (lane, plannedAt, from, { asked, isRight }) => {
    record(tally.lag, now() - plannedAt);
    const heard = await client.send(from, asked, lane.startsWith('checkout') ? CHECKOUT_TIMEOUT_MS : TIMEOUT_MS);
    const answer = answerOf(heard);
    const isWrong = answer.outcome === 'ok' && !isRight(answer.data);
    tally.count(lane, plannedAt, now(), isWrong ? 'wrong' : answer.outcome);
    if (answer.outcome === 'failed') tally.trouble(`${lane}: ${answer.kind}`, answer.about);
    if (isWrong) tally.trouble(`${lane}: wrong answer`, JSON.stringify(answer));
    if (lane.startsWith('checkout') && answer.outcome === 'failed') seen.refusedCheckouts.push(plannedAt);
    return answer;
  };
  return {
    shop,
    now,
    until: async (at) => void (at > now() && (await sleep(at - now()))),
    ask,
    served: (began) => {
      seen.served.push(now());
      tally.count('bought', began, now(), 'ok');
    },
    giveUpAt,
    seen,
    async insist(lane, plannedAt, from, question) {
      for (let at = plannedAt; at < giveUpAt; ) {
        const answer = await ask(lane, at, from, question);
        if (answer.outcome === 'ok') return answer.data;
        at = now() + (answer.outcome === 'shed' ? answer.retryAfterMs : AGAIN_MS);
        if (at < giveUpAt) await sleep(at - now());
      }
      return null;
    },
  };
}
