import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventLog, Message } from '../kit/kafka.ts';
import { createLog } from '../kit/log.ts';
import { emit } from '../kit/outbox.ts';
import { createTransport, type Transport } from '../kit/transport.ts';
import { testSigner, testSubgraph } from '../schema/testing/subgraph.ts';
import cart from '../subgraphs/cart/subgraph.ts';
import { appendEvents, isForOutside } from '../jobs/event-log.ts';
import { relayOutboxes } from '../jobs/outbox-relay.ts';

const quiet = createLog('silent');
type Shop = Awaited<ReturnType<typeof testSubgraph>>;
let shop: Shop;
let transport: Transport;
/** A log that is away until it is told otherwise, and forgets an answer now and then. */
let kept: Message[];
let isAway: boolean;
let answersLost: number;
const eventLog: EventLog = {
  async append(topic, messages) {
    if (isAway) throw new Error('away');
    kept.push(...messages.map((message) => ({ ...message, headers: { ...message.headers, topic } })));
    if (answersLost-- > 0) throw new Error('no answer');
  },
  close: async () => {},
};
let queued: unknown[];
const running: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  [kept, queued, isAway, answersLost] = [[], [], true, 0];
  shop = await testSubgraph(cart);
  transport = createTransport({ urls: {}, signer: testSigner });
  transport.add({ ...shop.running, listensTo: async () => ['cart.Changed'] });
  const queues = { add: async (_: string, jobs: unknown[]) => void queued.push(...jobs) } as never;
  const purges = { publish: () => {}, sent: async () => {} };
  running.push(relayOutboxes({ transport, queues, purges, contexts: ['cart'], log: quiet, toOutside: isForOutside }));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((loop) => loop.stop()));
  transport.close();
  await shop.close();
});

const append = () => void running.push(appendEvents({ transport, eventLog, contexts: ['cart'], log: quiet }));
const say = (id: string, version: number, type = 'cart.Changed') =>
  emit(shop.sql, [{ type, aggregateId: id, version, payload: { version } }]);
const bodies = () => kept.map(({ value }) => JSON.parse(value) as { type: string; aggregateId: string; aggregateVersion: number });
const awaiting = async () => (await shop.sql`SELECT awaiting FROM cart.outbox ORDER BY id`).map((row) => row.awaiting);

test('a log that is away holds up nobody, and gets all of it in order when it is back', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  append();
  for (let version = 1; version <= 3; version++) for (const id of [one, other]) await say(id, version);
  await expect.poll(() => queued.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(awaiting, { timeout: 10_000 }).toEqual(Array.from({ length: 6 }, () => ['cart', 'outside']));
  isAway = false;
  await expect.poll(() => kept.length, { timeout: 20_000 }).toBe(6);
  for (const id of [one, other])
    expect(
      bodies()
        .filter((body) => body.aggregateId === id)
        .map((body) => body.aggregateVersion),
    ).toEqual([1, 2, 3]);
  expect(kept[0]).toMatchObject({ key: one, headers: { topic: 'holdfast.cart', type: 'cart.Changed', version: '1' } });
  await expect.poll(awaiting, { timeout: 10_000 }).toEqual(Array.from({ length: 6 }, () => ['cart']));
});

test('what was perhaps not kept is sent again; of two who append only one does', async () => {
  const id = randomUUID();
  [isAway, answersLost] = [false, 1];
  append();
  append();
  await say(id, 1);
  await expect.poll(awaiting, { timeout: 20_000 }).toEqual([['cart']]);
  expect(bodies().map((body) => body.aggregateVersion)).toEqual([1, 1]);
});

test('what is for staff alone, and links that let people in, are not told outside', async () => {
  isAway = false;
  append();
  for (const type of ['cart.ActionBegun', 'accounts.PasswordResetRequested', 'cart.Changed']) await say(randomUUID(), 1, type);
  await expect.poll(() => kept.length, { timeout: 10_000 }).toBe(1);
  expect(bodies()[0]!.type).toBe('cart.Changed');
});
