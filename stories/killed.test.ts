import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { providerAt } from '../drills/harness/provider.ts';
import { type Shopper, shopper, until } from './shopper.ts';
import { openTraceReceiver, spansOf, type TraceReceiver, tracedTo } from './trace-receiver.ts';
import { openWorld, TOPOLOGIES, type World } from './world.ts';

// A shop of its own for each topology: nobody else's story may be killed with it.
describe.each(TOPOLOGIES)('killed in the middle of it (%s)', (topology) => {
  let world: World;
  let me: Shopper;
  let receiver: TraceReceiver;
  beforeAll(async () => {
    receiver = await openTraceReceiver();
    const redis = inject('redis');
    const env = { ...tracedTo(receiver.url), ...(redis && { REDIS_URL: `${redis}/${2 + TOPOLOGIES.indexOf(topology)}` }) };
    world = await openWorld(topology, env, { pairs: redis !== null });
    me = shopper(world);
  });
  afterAll(async () => {
    await world.stop();
    await receiver.close();
  });

  test('kill -9 under 40 checkouts: each runs forward to PAID in the trace it began in, and its key says so', async () => {
    const { variantId } = await me.product(50);
    const keyed = me.buyingOne(variantId);
    const before = await me.settled(keyed);
    const inputs = Array.from({ length: 40 }, () => me.buyingOne(variantId));
    const traces = inputs.map(() => randomBytes(16).toString('hex'));
    // so long that who is not told yet has been written down
    await providerAt(world.env.SIMULATOR_URL!).fault({ kind: 'slow', ms: 250, times: 1_000 });
    let told = 0;
    const flying = inputs.map(async (input, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 8));
      const answer = await me.checkout(input, { traceparent: `00-${traces[i]}-00f067aa0ba902b7-01` }).catch(() => null);
      if (answer?.__typename === 'CheckoutCompleted') told += 1;
      return answer;
    });
    await until(
      async () => told,
      (n) => n >= 10,
      10_000,
    );
    await world.crash();
    const answers = await Promise.all(flying);
    const died = new Set(Object.values(world.pids));
    expect(answers.filter((answer) => answer?.__typename !== 'CheckoutCompleted').length, 'some were cut off').toBeGreaterThan(0);

    await world.restart();
    const after = await Promise.all(inputs.map((input) => me.settled(input)));
    expect(after.filter((answer) => answer.__typename !== 'CheckoutCompleted')).toEqual([]);
    expect(new Set(after.map((answer) => answer.order.id)).size).toBe(40);
    const cutOff = traces.filter((_, i) => answers[i] === null);
    const carriedOn = async () => {
      const all = (await Promise.all(cutOff.map((trace) => spansOf(receiver.url, trace)))).flat();
      return all.filter(
        ({ name, pid, attributes }) => name === 'saga PlaceOrder' && !died.has(pid) && attributes['holdfast.saga.ending'] === 'done',
      );
    };
    // a few were cut off before they were written down, and began when they were asked again
    expect((await until(carriedOn, (spans) => spans.length > 0)).length).toBeGreaterThan(0);
    for (const [i, answer] of answers.entries()) {
      if (answer?.order) expect(after[i]).toMatchObject({ replayed: true, order: { id: answer.order.id, status: 'PAID' } });
    }
    expect(await me.checkout(keyed)).toMatchObject({ replayed: true, accessToken: before.accessToken, order: { id: before.order.id } });
    expect(
      await until(
        () => me.stock(variantId),
        (stock) => stock.reserved === 0,
      ),
    ).toEqual({ available: 9, reserved: 0, sold: 41 });
    expect((await me.cleanAudit()).findings).toEqual([]);
  }, 180_000);
});
