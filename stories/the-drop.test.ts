import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { inSeconds, saleGoer } from './sale-goer.ts';
import { until } from './shopper.ts';
import { story } from './story.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const codesOf = (answer: { userErrors: { code: string }[] }) => answer.userErrors.map((error) => error.code);

story('who waits before a sale opens is let in by a draw that anyone can check', async (me) => {
  const { saleInput, saveSale, join, control, ticket, shownSale } = saleGoer(me);
  const input = saleInput([await me.product(30)], { opensAt: inSeconds(3) });
  const drop = (await saveSale(input)).sale;
  expect(drop).toMatchObject({ status: 'SCHEDULED', shuffleSeed: null, shuffleCommitment: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await control(drop.id, 'PAUSE');
  const visitors = Array.from({ length: 30 }, (_, i) => `visitor ${i}`);
  const early = await Promise.all(visitors.map((visitor) => join(drop.id, visitor)));
  expect(new Set(early.map(({ id }) => id)).size).toBe(30);
  const [again] = await Promise.all([join(drop.id, visitors[7])]);
  expect(again).toMatchObject({ id: early[7].id, status: 'WAITING', position: 30, token: null });

  const tickets = () => Promise.all(early.map(({ id }) => ticket(id)));
  // an answer of before the draw may be kept for a moment
  const line = await until(
    async () => (await tickets()).sort((a, b) => a.position - b.position),
    (seen) => seen.every(({ position }, i) => position === i),
  );
  expect(line.map(({ position }) => position)).toEqual(visitors.map((_, i) => i));
  const late = await join(drop.id, 'too late for the draw');
  expect(late.position).toBe(30);
  await control(drop.id, 'RESUME');
  const admitted = await until(tickets, (seen) => seen.every(({ status }) => status === 'ADMITTED'));
  expect(new Set(admitted.map(({ token }) => token)).size).toBe(30);
  for (const { position, expiresAt } of admitted) expect([position, Date.parse(expiresAt) > Date.now()]).toEqual([0, true]);

  await saveSale({ ...input, endsAt: inSeconds(1) });
  const over = await until(
    () => shownSale(drop.id),
    ({ status, shuffleSeed }) => status === 'ENDED' && shuffleSeed,
  );
  expect(sha256(over.shuffleSeed)).toBe(drop.shuffleCommitment);
  const lots = early.map(({ id }) => ({ id, lot: sha256(over.shuffleSeed + id) }));
  expect(line.map(({ id }) => id)).toEqual(lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).map(({ id }) => id));
});

story('a sale is refused that nobody could hold, and kept when it is saved again', async (me) => {
  const { saleInput, saveSale, shownSale } = saleGoer(me);
  const goods = await me.product(1);
  const input = saleInput([goods], { opensAt: inSeconds(60) });
  const wrong: [object, string][] = [
    [{ slug: 'No Slug' }, 'INVALID_SLUG'],
    [{ skus: ['nobody-knows-it'] }, 'VARIANT_NOT_FOUND'],
    [{ endsAt: input.opensAt }, 'INVALID_SALE_TIMES'],
    [{ admissionsPerSecond: 0 }, 'INVALID_ADMISSION_RATE'],
    [{ maxPerCustomer: 0 }, 'INVALID_CUSTOMER_LIMIT'],
    [{ stockShards: 65 }, 'INVALID_STOCK_SHARDS'],
  ];
  for (const [over, code] of wrong) expect(codesOf(await saveSale({ ...input, ...over })), code).toEqual([code]);
  const { sale } = await saveSale(input);
  expect((await shownSale(sale.id)).variants).toEqual([{ id: goods.variantId, sku: goods.input.variants[0]!.sku }]);
  expect(codesOf(await saveSale({ ...input, slug: `${input.slug}-2` }))).toEqual(['VARIANT_IN_ANOTHER_SALE']);
  const renamed = (await saveSale({ ...input, name: 'The Drop' })).sale;
  expect(renamed).toEqual({ ...sale, name: 'The Drop' });
  expect(
    await until(
      () => shownSale(sale.id),
      ({ name }) => name === 'The Drop',
    ),
  ).toEqual(renamed);
});

story('what is in a sale is bought with an admission, once, and for the cart that used it first', async (me) => {
  const { sale, admission, join, untilStatus } = saleGoer(me);
  const goods = await me.product(10);
  const other = await me.product(10);
  const drop = await sale(goods);
  const elsewhere = await admission((await sale(other)).id);
  const [first, second] = [await me.cartOf(goods.variantId), await me.cartOf(goods.variantId)];
  const buy = async (cartId: string, waitingRoomToken?: string) => me.settled(me.buying({ cartId }, { waitingRoomToken }));
  expect(codesOf(await buy(first.id))).toEqual(['WAITING_ROOM_TOKEN_REQUIRED']);
  expect(codesOf(await me.begin(first.id))).toEqual(['WAITING_ROOM_TOKEN_REQUIRED']);
  const waiting = await join(drop.id);
  const { token } = await untilStatus(waiting.id, 'ADMITTED');
  const [head, body, signature] = token.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const edited = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 3600 })).toString('base64url');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  for (const forged of ['a.b.c', 'token', `${head}.${edited}.${signature}`, unsigned, elsewhere])
    expect(codesOf(await buy(first.id, forged)), forged).toEqual(['WAITING_ROOM_TOKEN_INVALID']);
  expect((await me.begin(first.id, { waitingRoomToken: token })).checkout.cart.id).toBe(first.id);
  expect(codesOf(await me.begin(second.id, { waitingRoomToken: token }))).toEqual(['WAITING_ROOM_TOKEN_INVALID']);
  expect(codesOf(await buy(second.id, token))).toEqual(['WAITING_ROOM_TOKEN_INVALID']);
  const declined = await me.settled(
    me.buying({ cartId: first.id }, { waitingRoomToken: token, paymentMethodId: 'pm_card_visa_chargeDeclined' }),
  );
  expect(codesOf(declined)).toEqual(['PAYMENT_DECLINED']);
  const input = me.buying({ cartId: first.id }, { waitingRoomToken: token });
  const bought = await me.settled(input);
  expect(bought.__typename).toBe('CheckoutCompleted');
  expect((await untilStatus(waiting.id, 'USED')).token).toBeNull();
  expect(await me.checkout({ ...input, waitingRoomToken: elsewhere })).toMatchObject({ attemptId: bought.attemptId, replayed: true });
  expect(codesOf(await buy(second.id, token))).toEqual(['WAITING_ROOM_TOKEN_INVALID']);
  expect((await me.settled(me.buyingOne((await me.product(1)).variantId))).__typename).toBe('CheckoutCompleted');
  expect((await me.cleanAudit()).findings).toEqual([]);
});

story('nobody buys what is in a sale that has not opened', async (me) => {
  const { sale } = saleGoer(me);
  const goods = await me.product(1);
  const { opensAt } = await sale(goods, { opensAt: inSeconds(60) });
  const refused = await me.settled(me.buyingOne(goods.variantId));
  expect(refused.userErrors).toMatchObject([{ code: 'WAITING_ROOM_TOKEN_REQUIRED', message: expect.stringContaining(opensAt) }]);
});

story('a customer may buy so many in a sale, over all their orders; a cancelled one does not count', async (me) => {
  const { sale, admission } = saleGoer(me);
  const goods = await me.product(10);
  const drop = await sale(goods, { maxPerCustomer: 2 });
  const buy = async (email: string, quantity: number) => {
    const lines = [{ variantId: goods.variantId, quantity }];
    return me.settled(me.buying({ lines }, { email, waitingRoomToken: await admission(drop.id) }));
  };
  expect(codesOf(await buy('ada@example.com', 3))).toEqual(['CUSTOMER_LIMIT_REACHED']);
  const first = await buy('ada@example.com', 1);
  expect(first.__typename).toBe('CheckoutCompleted');
  expect(codesOf(await buy(' Ada+again@Example.com', 2))).toEqual(['CUSTOMER_LIMIT_REACHED']);
  expect((await buy('ADA@example.com', 1)).__typename).toBe('CheckoutCompleted');
  expect(codesOf(await buy('ada@example.com', 1))).toEqual(['CUSTOMER_LIMIT_REACHED']);
  expect((await buy('grace@example.com', 2)).__typename).toBe('CheckoutCompleted');
  await me.cancel(first.order.id);
  const later = await until(
    () => buy('ada@example.com', 1),
    (answer) => answer.__typename === 'CheckoutCompleted',
  );
  expect(later.__typename).toBe('CheckoutCompleted');
  expect((await me.cleanAudit()).findings).toEqual([]);
});

story('who waits is told at once that all is sold, and waits on when something comes back', async (me) => {
  const { sale, join, admission, control, ticket, untilStatus, shownSale } = saleGoer(me);
  const goods = await me.product(1);
  const drop = await sale(goods);
  const token = await admission(drop.id);
  const cart = await me.cartOf(goods.variantId);
  await me.begin(cart.id, { waitingRoomToken: token });
  const waiting = await join(drop.id);
  // what is left is held: there is something to wait for, and nobody is let in to be told that it is gone
  await until(
    () => ticket(waiting.id),
    (seen) => seen.estimatedWaitSeconds === null,
  );
  expect(await ticket(waiting.id)).toMatchObject({ status: 'WAITING', position: 0 });
  expect((await me.settled(me.buying({ cartId: cart.id }, { waitingRoomToken: token }))).__typename).toBe('CheckoutCompleted');
  expect(await untilStatus(waiting.id, 'SOLD_OUT')).toMatchObject({ status: 'SOLD_OUT', token: null });
  expect(
    (
      await until(
        () => shownSale(drop.id),
        ({ status }) => status === 'SOLD_OUT',
      )
    ).status,
  ).toBe('SOLD_OUT');
  await control(drop.id, 'PAUSE');
  await me.adjust(goods.variantId, 1);
  expect((await untilStatus(waiting.id, 'WAITING')).status).toBe('WAITING');
  await control(drop.id, 'RESUME');
  expect((await untilStatus(waiting.id, 'ADMITTED')).status).toBe('ADMITTED');
});

story('an operator pauses a sale, slows it down, takes nobody new, and opens it again', async (me) => {
  const { sale, join, joined, control, ticket, untilStatus } = saleGoer(me);
  const drop = await sale(await me.product(100));
  expect(codesOf(await control(drop.id, 'PAUSE'))).toEqual([]);
  expect(codesOf(await control(drop.id, 'SET_RATE'))).toEqual(['INVALID_ADMISSION_RATE']);
  await control(drop.id, 'SET_RATE', { admissionsPerSecond: 2 });
  const waiting = await Promise.all(Array.from({ length: 12 }, (_, i) => join(drop.id, `visitor ${i}`)));
  const statuses = async () => (await Promise.all(waiting.map(({ id }) => ticket(id)))).map(({ status }) => status as string);
  const admitted = (seen: string[]) => seen.filter((status) => status === 'ADMITTED').length;
  const places = await until(
    async () => (await Promise.all(waiting.map(({ id }) => ticket(id)))).map(({ position }) => position as number).sort((a, b) => a - b),
    (seen) => seen.every((position, i) => position === i),
  );
  expect(places).toEqual(waiting.map((_, i) => i));
  const meanwhile = await until(statuses, (seen) => admitted(seen) > 0, 3_000);
  expect(admitted(meanwhile)).toBe(0);
  await control(drop.id, 'DRAIN');
  expect(codesOf(await joined(drop.id, 'somebody new'))).toEqual(['WAITING_ROOM_CLOSED']);
  expect((await joined(drop.id, 'visitor 3')).ticket.id).toBe(waiting[3].id);
  const began = Date.now();
  await control(drop.id, 'RESUME');
  expect(admitted(await until(statuses, (seen) => admitted(seen) === 12))).toBe(12);
  // two seconds' worth at once, and two a second after that
  expect(Date.now() - began).toBeGreaterThan(3_000);
  expect((await untilStatus((await join(drop.id, 'somebody new')).id, 'ADMITTED')).status).toBe('ADMITTED');
  expect(codesOf(await control(drop.id, 'QUEUE_ALL'))).toEqual([]);
});

story('a poll that comes too early is answered as the one before, and nobody gets a ticket for nothing', async (me) => {
  const { sale, join, joined, ticket } = saleGoer(me);
  const drop = await sale(await me.product(1), { opensAt: inSeconds(60), endsAt: inSeconds(120) });
  const alone = await join(drop.id, 'alone');
  expect(alone).toMatchObject({ status: 'WAITING', position: 1 });
  expect(alone.pollAfterMs).toBeGreaterThan(5_000);
  await join(drop.id, 'another');
  expect(await ticket(alone.id)).toEqual(alone);
  expect((await join(drop.id, 'alone')).position).toBe(2);
  expect(codesOf(await joined(drop.id, ''))).toEqual(['INVALID_VISITOR_ID']);
  expect(codesOf(await joined(drop.id, 'x'.repeat(129)))).toEqual(['INVALID_VISITOR_ID']);
  expect(codesOf(await joined(drop.variants[0].id, 'alone'))).toEqual(['SALE_NOT_FOUND']);
  expect(await ticket(drop.id)).toBeNull();
});
