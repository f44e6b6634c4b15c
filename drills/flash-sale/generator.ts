import { randomUUID } from 'node:crypto';
import { serveJob } from '../../bench/child.ts';
import { comeForTheSale, newStory, pay } from './buyer.ts';
import { cheat } from './cheats.ts';
import { addressOf, createClient } from './client.ts';
import type { BuyerStory, CheatStory, GeneratorJob, Load } from './load.ts';
import { type Arrival, planOf, timelineOf } from './plan.ts';
import { storefront } from './storefront.ts';
import { createStreet } from './street.ts';
import { createTally } from './tally.ts';

/** Browsers are many, and stay for a page: they share so many addresses and their connections. */
const BROWSING_ADDRESSES = 200;

/** Carries out a plan: everything leaves at its time, however the shop is doing. */
async function load({ base, startAt, seed, shape, goods, giveUpAt }: GeneratorJob): Promise<Load> {
  const client = createClient(base);
  const tally = createTally();
  const street = createStreet({ client, shop: storefront(goods), tally, startAt, giveUpAt });
  const buyers: Promise<BuyerStory>[] = [];
  const shoppers: Promise<BuyerStory>[] = [];
  const cheats: Promise<CheatStory>[] = [];
  const browses = new Set<Promise<unknown>>();
  const send = (arrival: Arrival, nth: number): void => {
    const from = addressOf(BROWSING_ADDRESSES + nth);
    if (arrival.kind === 'browse') {
      const asking = street.ask('browse', arrival.at, addressOf(nth % BROWSING_ADDRESSES), street.shop.browse(arrival.what, arrival.pick));
      const tracked = asking.finally(() => browses.delete(tracked));
      browses.add(tracked);
    } else if (arrival.kind === 'buyer') {
      buyers.push(comeForTheSale(street, goods, { at: arrival.at, from, email: `buyer-${nth}@example.com` }));
    } else if (arrival.kind === 'shopper') {
      shoppers.push(shop(arrival.at, from, nth));
    } else {
      const name = `${arrival.how.replaceAll(' ', '-')}-${nth}`;
      cheats.push(cheat(street, goods, { at: arrival.at, how: arrival.how, name, until: timelineOf(shape).rushTo }));
    }
  };
  const shop = async (at: number, from: string, nth: number) => {
    const story = newStory(`shopper-${nth}@example.com`);
    const product = goods.others[nth % goods.others.length]!;
    await street.ask('cart', at, from, street.shop.cart(product));
    const lines = [{ variantId: product.variantId, quantity: 1 }];
    await pay(street, story, from, { lines, email: story.email, idempotencyKey: randomUUID() });
    return { ...story, endedAt: street.now() };
  };
  const plan = planOf(seed, shape);
  for (const [nth, arrival] of plan.entries()) {
    if (arrival.at > street.now()) await street.until(arrival.at);
    send(arrival, nth);
  }
  await street.until(timelineOf(shape).end);
  const result = {
    buyers: await Promise.all(buyers),
    shoppers: await Promise.all(shoppers),
    cheats: await Promise.all(cheats),
  };
  await Promise.all(browses);
  client.close();
  return { lanes: tally.lanes, lag: tally.lag, troubles: tally.troubles, ...street.seen, ...result };
}

serveJob(load);
