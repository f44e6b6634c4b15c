import { randomUUID } from 'node:crypto';
import type { BuyerStory, Goods } from './load.ts';
import { type CheckoutAnswer, cartIdIn, type Ticket, ticketIn } from './storefront.ts';
import type { Street } from './street.ts';

export const newStory = (email: string): BuyerStory => ({
  email,
  ticketId: null,
  askedAt: null,
  joinedAt: null,
  admittedAt: null,
  soldOutAt: null,
  pollAfterMs: 0,
  outcome: 'gave up',
  code: null,
  orderIds: [],
  attempted: false,
  endedAt: 0,
});

type Visit = { at: number; from: string; email: string };

/** An honest buyer of the sale: a cart, a place in line, asks again when told to, buys with what they were given, leaves when all is sold. */
export async function comeForTheSale(street: Street, { drop }: Goods, { at, from, email }: Visit): Promise<BuyerStory> {
  const story = newStory(email);
  const cart = await street.ask('cart', at, from, street.shop.cart(drop));
  const ticket = await waitInLine(street, story, from);
  // who got no cart buys without one
  const what = cart.outcome === 'ok' ? { cartId: cartIdIn(cart.data) } : { lines: [{ variantId: drop.variantId, quantity: 1 }] };
  if (ticket?.token) await pay(street, story, from, { ...what, email, waitingRoomToken: ticket.token, idempotencyKey: randomUUID() });
  if (ticket?.status === 'SOLD_OUT') story.outcome = 'sold out';
  story.endedAt = street.now();
  return story;
}

/** Joins, and asks until admitted or sold out; the last word, or null when it was too late. */
export async function waitInLine(
  street: Street,
  story: BuyerStory,
  from: string,
  { visitorId = randomUUID(), lane }: { visitorId?: string; lane?: 'cheats' } = {},
): Promise<Ticket | null> {
  story.askedAt = street.now();
  const joined = await street.insist(lane ?? 'join', story.askedAt, from, street.shop.join(visitorId));
  let ticket = joined && ticketIn(joined);
  if (!ticket) return null;
  story.ticketId = ticket.id;
  story.joinedAt = street.now();
  while (ticket.status === 'WAITING') {
    story.pollAfterMs = ticket.pollAfterMs;
    const due = street.now() + ticket.pollAfterMs;
    if (due > street.giveUpAt) return null;
    await street.until(due);
    const polled = await street.insist(lane ?? 'poll', due, from, street.shop.poll(ticket.id));
    ticket = polled && ticketIn(polled);
    if (!ticket) return null;
  }
  if (ticket.status === 'ADMITTED') story.admittedAt = street.now();
  if (ticket.status === 'SOLD_OUT') story.soldOutAt = street.now();
  return ticket;
}

/** One attempt to buy under one key, until its answer is final; that answer, or null when it was too late. */
export async function pay(street: Street, story: BuyerStory, from: string, input: object): Promise<CheckoutAnswer | null> {
  const began = street.now();
  const question = street.shop.checkout(input);
  story.attempted = true;
  let data = await street.insist('checkout', began, from, question);
  while (data) {
    const answer = data.checkout as CheckoutAnswer;
    if (answer.order) story.orderIds = [...new Set([...story.orderIds, answer.order.id])];
    if (answer.__typename === 'CheckoutCompleted' || answer.__typename === 'CheckoutRejected') {
      story.outcome = answer.__typename === 'CheckoutCompleted' ? 'bought' : 'rejected';
      story.code = answer.userErrors?.[0]?.code ?? null;
      street.served(began);
      return answer;
    }
    const due = street.now() + (answer.pollAfterMs ?? 1_000);
    await street.until(due);
    data = await street.insist('checkout again', due, from, question);
  }
  return null;
}
