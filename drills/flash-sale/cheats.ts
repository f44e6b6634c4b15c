import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newStory, waitInLine } from './buyer.ts';
import type { CheatStory, Goods } from './load.ts';
import type { CheatKind } from './plan.ts';
import { type CheckoutAnswer, cartIdIn, ticketIn } from './storefront.ts';
import type { Street } from './street.ts';

/** All of them come from one address. */
const FROM = '127.9.9.9';
const TABS = 50;
const TRIES = 5;
const DOORS = 20;
const PAUSE_MS = 400;
const TOO_FAST_MS = 50;
/** Of the sale, for one customer. */
export const MAX_PER_CUSTOMER = 2;

/** `until`: the end of the rush, over which they spread what they try. */
type Cheat = {
  street: Street;
  goods: Goods;
  story: CheatStory;
  until: number;
  buys: (email: string, token: string | null) => Promise<void>;
};

/** Somebody who wants more than is due to them, until they have tried all they know. `name` is part of their e-mail addresses alone. */
export async function cheat(
  street: Street,
  goods: Goods,
  { how, name, at, until }: { how: CheatKind; name: string; at: number; until: number },
): Promise<CheatStory> {
  const story: CheatStory = { how, name, allowed: ALLOWED[how], orderIds: [], answers: {} };
  const note = (answer: string) => {
    story.answers[answer] = (story.answers[answer] ?? 0) + 1;
  };
  const buys: Cheat['buys'] = async (email, token) => {
    const lines = [{ variantId: goods.drop.variantId, quantity: 1 }];
    const input = { lines, email, idempotencyKey: randomUUID(), ...(token !== null && { waitingRoomToken: token }) };
    const question = street.shop.checkout(input);
    const began = street.now();
    for (let due = began; due < street.giveUpAt; ) {
      const asked = await street.ask('cheats', due, FROM, question);
      const answer = asked.outcome === 'ok' ? (asked.data.checkout as CheckoutAnswer) : null;
      if (answer?.order && !story.orderIds.includes(answer.order.id)) story.orderIds.push(answer.order.id);
      const word = answer?.userErrors?.[0]?.code ?? answer?.__typename ?? asked.outcome;
      note(word);
      if (SPENT.has(word)) street.served(began);
      // a 429 is an answer, too; what is undecided is looked at to its end
      if (asked.outcome === 'shed' || answer?.__typename === 'CheckoutCompleted' || answer?.__typename === 'CheckoutRejected') return;
      due = street.now() + (answer?.pollAfterMs ?? 1_000);
      await street.until(due);
    }
  };
  await street.until(at);
  await TRICKS[how]({ street, goods, story, until, buys });
  return story;
}

/** Last words by which an admission was spent: an order, or an admission that its owner could make nothing of. */
const SPENT = new Set(['CheckoutCompleted', 'CUSTOMER_LIMIT_REACHED']);

/** Orders that each of them may get, as anybody may who was let in. */
const ALLOWED: Record<CheatKind, number> = {
  forged: 0,
  edited: 1,
  replayed: 1,
  tabs: MAX_PER_CUSTOMER,
  'too fast': 1,
  'round the room': 0,
};

const TRICKS: Record<CheatKind, (cheat: Cheat) => Promise<void>> = {
  async forged({ street, story, buys, goods, until }) {
    const from = street.now();
    const joined = await street.ask('cheats', street.now(), FROM, street.shop.join(story.name));
    const ticketId = (joined.outcome === 'ok' && ticketIn(joined.data)?.id) || randomUUID();
    const claims = { sale: goods.saleId, sub: ticketId, exp: Math.floor(Date.now() / 1000) + 3600 };
    const tokens = [unsigned(claims), ...['secret', '', 'holdfast'].map((key) => signed(claims, key)), 'a.b.c', randomUUID()];
    for (const [i, token] of tokens.entries()) {
      await street.until(spread(from, until, i / tokens.length));
      await buys(mailOf(story, i), token);
    }
  },
  async edited({ street, story, buys, goods }) {
    const [token, other] = [
      await admission(street, story),
      await street.ask('cheats', street.now(), FROM, street.shop.join(`${story.name} 2`)),
    ];
    if (!token) return;
    const [head, body, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { sub: string; exp: number };
    const waiting = (other.outcome === 'ok' && ticketIn(other.data)?.id) || randomUUID();
    const edits = [{ exp: claims.exp + 3600 }, { sub: waiting }, { sale: goods.saleId, sub: waiting, extra: true }];
    for (const [i, edit] of edits.entries()) await buys(mailOf(story, i), `${head}.${encoded({ ...claims, ...edit })}.${signature}`);
    await buys(mailOf(story, 8), unsigned(claims));
    await buys(mailOf(story, 9), token);
  },
  async replayed({ street, story, buys }) {
    const token = await admission(street, story);
    if (!token) return;
    // at once, and again and again
    await Promise.all(Array.from({ length: TRIES }, (_, i) => buys(mailOf(story, i), token)));
    for (let i = 0; i < TRIES; i++) {
      await buys(mailOf(story, TRIES + i), token);
      await sleep(PAUSE_MS);
    }
  },
  async tabs({ street, story, buys }) {
    const tab = async (_: unknown, nth: number) => {
      const token = await admission(street, story, nth);
      // one mailbox in many spellings
      const email = nth % 2 === 0 ? `${story.name}+${nth}@cheats.example.com` : `${story.name.toUpperCase()}@Cheats.Example.com`;
      if (token) await buys(email, token);
    };
    await Promise.all(Array.from({ length: TABS }, tab));
  },
  async 'too fast'({ street, story, buys }) {
    const joined = await street.ask('cheats', street.now(), FROM, street.shop.join(story.name));
    let ticket = joined.outcome === 'ok' ? ticketIn(joined.data) : null;
    while (ticket?.status === 'WAITING' && street.now() < street.giveUpAt) {
      await sleep(TOO_FAST_MS);
      const polled = await street.ask('cheats', street.now(), FROM, street.shop.poll(ticket.id));
      if (polled.outcome === 'ok') ticket = ticketIn(polled.data) ?? ticket;
    }
    if (ticket?.token) await buys(mailOf(story, 0), ticket.token);
  },
  async 'round the room'({ street, story, goods, buys, until }) {
    const from = street.now();
    for (let i = 0; i < DOORS; i++) {
      await street.until(spread(from, until, i / DOORS));
      await buys(mailOf(story, i), null);
      const cart = await street.ask('cheats', street.now(), FROM, street.shop.cart(goods.drop));
      if (cart.outcome === 'ok') await street.ask('cheats', street.now(), FROM, street.shop.begin(cartIdIn(cart.data)));
    }
  },
};

const spread = (from: number, to: number, share: number): number => from + share * (to - from);

const mailOf = ({ name }: CheatStory, nth: number) => `${name}-${nth}@cheats.example.com`;

/** Comes by a token as anybody may. */
async function admission(street: Street, story: CheatStory, nth = 0): Promise<string | null> {
  const ticket = await waitInLine(street, newStory(''), FROM, { visitorId: `${story.name} tab ${nth}`, lane: 'cheats' });
  return ticket?.token ?? null;
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const unsigned = (claims: object) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
function signed(claims: object, key: string): string {
  const text = `${encoded({ alg: 'HS256' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
