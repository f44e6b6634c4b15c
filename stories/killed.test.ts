import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Shopper, shopper, until } from './shopper.ts';
import { openWorld, TOPOLOGIES, type World } from './world.ts';

// A shop of its own for each topology: nobody else's story may be killed with it.
describe.each(TOPOLOGIES)('killed in the middle of it (%s)', (topology) => {
  let world: World;
  let me: Shopper;
  beforeAll(async () => {
    world = await openWorld(topology);
    me = shopper(world);
  });
  afterAll(() => world.stop());

  test('kill -9 under 40 checkouts: each runs forward to PAID, and its key says so', async () => {
    const { variantId } = await me.product(50);
    const keyed = me.buyingOne(variantId);
    const before = await me.settled(keyed);
    const inputs = Array.from({ length: 40 }, () => me.buyingOne(variantId));
    let told = 0;
    const flying = inputs.map(async (input, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 8));
      const answer = await me.checkout(input).catch(() => null);
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
    expect(answers.filter((answer) => answer?.__typename !== 'CheckoutCompleted').length, 'some were cut off').toBeGreaterThan(0);

    await world.restart();
    const after = await Promise.all(inputs.map((input) => me.settled(input)));
    expect(after.filter((answer) => answer.__typename !== 'CheckoutCompleted')).toEqual([]);
    expect(new Set(after.map((answer) => answer.order.id)).size).toBe(40);
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
