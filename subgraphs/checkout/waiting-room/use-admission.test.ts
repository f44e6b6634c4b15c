import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../../../kit/db.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { returnUnits } from '../reactions/return-units.ts';
import { openSaleRoom, type SaleRoom } from '../testing/sale-room.ts';
import { giveBackAdmission, type Use, useAdmission } from './use-admission.ts';

let room: SaleRoom;
let use: ReturnType<typeof useAdmission>;
let giveBack: ReturnType<typeof giveBackAdmission>;
beforeAll(async () => {
  room = await openSaleRoom();
  use = useAdmission(room.sql, room.polls);
  giveBack = giveBackAdmission(room.sql, room.polls);
});
afterAll(() => room?.close());

type Sale = Awaited<ReturnType<SaleRoom['sale']>>;

async function admittedTo(sale: Sale): Promise<string> {
  const ticketId = await room.joined(sale.id);
  await room.sql`UPDATE tickets SET status = 'ADMITTED', place = 1, expires_at = now() + interval '1 minute' WHERE id = ${ticketId}`;
  return ticketId;
}
const attempt = (sale: Sale, ticketId: string, over: Partial<Use> = {}): Use => ({
  attemptId: uuidv7(),
  orderId: uuidv7(),
  cartId: uuidv7(),
  customerId: null,
  email: 'ada@example.com',
  admission: { saleId: sale.id, ticketId },
  lines: [{ variantId: sale.variantId, quantity: 1 }],
  ...over,
});
const outcome = async (of: Use) => {
  const answer = await use(of);
  return isRefused(answer) ? answer.refused[0]!.code : 'taken';
};
const ticketOf = async (id: string) =>
  (await room.sql`SELECT status, used_by AS "usedBy", bound_to AS "boundTo" FROM tickets WHERE id = ${id}`)[0]!;
const bought = async (sale: Sale) =>
  (await room.sql`SELECT coalesce(sum(bought), 0)::int AS units FROM sale_customers WHERE sale_id = ${sale.id}`)[0]!.units as number;
const taken = async (sale: Sale) =>
  (await room.sql`SELECT coalesce(sum(units), 0)::int AS units FROM sale_purchases WHERE sale_id = ${sale.id} AND state = 'TAKEN'`)[0]!
    .units as number;

describe('an admission', () => {
  test('is good for one order; the same attempt may take it again, another may not', async () => {
    const sale = await room.sale();
    const ticketId = await admittedTo(sale);
    const mine = attempt(sale, ticketId);
    expect([await outcome(mine), await outcome(mine)]).toEqual(['taken', 'taken']);
    expect(await ticketOf(ticketId)).toMatchObject({ status: 'USED', usedBy: mine.attemptId });
    expect(await outcome({ ...mine, attemptId: uuidv7(), orderId: uuidv7() })).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect([await bought(sale), await taken(sale)]).toEqual([1, 1]);
  });

  test('of two attempts at once one takes it', async () => {
    const sale = await room.sale();
    const ticketId = await admittedTo(sale);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcome(attempt(sale, ticketId))));
    expect(outcomes.filter((it) => it === 'taken')).toHaveLength(1);
    expect(await taken(sale)).toBe(1);
  });

  test('of an attempt that failed is there for the same cart again, for no other, and for as long as was left of it', async () => {
    const sale = await room.sale();
    const ticketId = await admittedTo(sale);
    const mine = attempt(sale, ticketId);
    await use(mine);
    // an attempt that takes longer than the admission was good for
    await room.sql`UPDATE tickets SET used_at = used_at - interval '10 minutes', expires_at = expires_at - interval '10 minutes' WHERE id = ${ticketId}`;
    await giveBack(mine);
    await giveBack(mine);
    expect([await bought(sale), await taken(sale)]).toEqual([0, 0]);
    expect(await outcome(attempt(sale, ticketId))).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(attempt(sale, ticketId, { cartId: mine.cartId }))).toBe('taken');
  });

  test('of lines given directly is there for the next attempt', async () => {
    const sale = await room.sale();
    const ticketId = await admittedTo(sale);
    const mine = attempt(sale, ticketId, { cartId: null });
    await use(mine);
    expect((await ticketOf(ticketId)).boundTo).toBe(mine.attemptId);
    await giveBack(mine);
    expect(await outcome(attempt(sale, ticketId, { cartId: null }))).toBe('taken');
  });

  test('is not taken by a first attempt that comes after its undo', async () => {
    const sale = await room.sale();
    const ticketId = await admittedTo(sale);
    const late = attempt(sale, ticketId);
    await giveBack(late);
    expect(await outcome(late)).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await ticketOf(ticketId)).toMatchObject({ status: 'ADMITTED' });
    const both = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const racing = attempt(sale, await admittedTo(sale), { email: `${uuidv7()}@example.com` });
        await Promise.all([use(racing), giveBack(racing)]);
        await giveBack(racing);
        return (await ticketOf(racing.admission === 'INVALID' ? '' : racing.admission!.ticketId)).status as string;
      }),
    );
    expect(new Set(both)).toEqual(new Set(['ADMITTED']));
    expect([await bought(sale), await taken(sale)]).toEqual([0, 0]);
  });

  test('is refused when it has run out, waits, is of another sale or is no admission', async () => {
    const [sale, other] = [await room.sale(), await room.sale()];
    const ticketId = await admittedTo(sale);
    expect(await outcome(attempt(sale, ticketId, { admission: null }))).toBe('WAITING_ROOM_TOKEN_REQUIRED');
    expect(await outcome(attempt(sale, ticketId, { admission: 'INVALID' }))).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(attempt(other, ticketId, { admission: { saleId: sale.id, ticketId } }))).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(attempt(other, ticketId))).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(attempt(sale, await room.joined(sale.id)))).toBe('WAITING_ROOM_TOKEN_INVALID');
    await room.pass(sale.id, 61);
    expect(await outcome(attempt(sale, ticketId))).toBe('WAITING_ROOM_TOKEN_INVALID');
  });

  test('is not needed for what is in no sale, or in one that is over: that costs one statement', async () => {
    const sale = await room.sale({ opensAt: room.at(-60), endsAt: room.at(-1) });
    expect(await use(attempt(sale, uuidv7(), { admission: null }))).toEqual({});
    expect(await use(attempt({ ...sale, variantId: uuidv7() }, uuidv7(), { admission: null }))).toEqual({});
  });

  test('does not let in before the sale opens, nor to two sales at once', async () => {
    const closed = await room.sale({ opensAt: room.at(60) });
    const [one, two] = [await room.sale(), await room.sale()];
    expect(await outcome(attempt(closed, await admittedTo(closed)))).toBe('WAITING_ROOM_TOKEN_REQUIRED');
    const lines = [one, two].map(({ variantId }) => ({ variantId, quantity: 1 }));
    expect(await outcome(attempt(one, await admittedTo(one), { lines }))).toBe('WAITING_ROOM_TOKEN_INVALID');
  });
});

describe('the limit of a customer', () => {
  type Act = { kind: 'use' | 'undo' | 'cancel'; who: number; attempt: number; units: number };
  const acts = fc.array(
    fc.record({
      kind: fc.constantFrom('use' as const, 'use' as const, 'undo' as const, 'cancel' as const),
      who: fc.nat(1),
      attempt: fc.nat(5),
      units: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 5, maxLength: 25 },
  );

  test('is passed by no interleaving of attempts, undos and cancellations; the counters are what is taken', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 5 }), async (plan, maxPerCustomer) => {
        const sale = await room.sale({ maxPerCustomer });
        const attempts = await Promise.all(
          Array.from({ length: 12 }, async (_, i) =>
            attempt(sale, await admittedTo(sale), { email: `${i % 2 ? 'Ada+' : 'grace+'}${i}@example.com` }),
          ),
        );
        const act = ({ kind, who, attempt: nth, units }: Act) => {
          const mine = { ...attempts[2 * nth + who]!, lines: [{ variantId: sale.variantId, quantity: units }] };
          if (kind === 'use') return use(mine);
          if (kind === 'undo') return giveBack(mine);
          return transaction(room.sql, (tx) => returnUnits(tx, [{ payload: { orderId: mine.orderId } } as never]));
        };
        for (let i = 0; i < plan.length; i += 4) await Promise.all(plan.slice(i, i + 4).map(act));
        const customers = await room.sql`
          SELECT c.bought, coalesce(sum(p.units), 0)::int AS taken FROM sale_customers c LEFT JOIN sale_purchases p
            ON p.sale_id = c.sale_id AND p.customer_key = c.customer_key AND p.state = 'TAKEN'
          WHERE c.sale_id = ${sale.id} GROUP BY c.customer_key, c.bought`;
        for (const customer of customers) {
          expect(customer.bought).toBe(customer.taken);
          expect(customer.taken).toBeLessThanOrEqual(maxPerCustomer);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('counts a customer who is signed in by who they are, and a refused one takes no ticket', async () => {
    const sale = await room.sale({ maxPerCustomer: 1 });
    const customerId = uuidv7();
    const buy = async (over: Partial<Use>) => outcome(attempt(sale, await admittedTo(sale), over));
    expect(await buy({ customerId, email: 'a@example.com' })).toBe('taken');
    const ticketId = await admittedTo(sale);
    expect(await outcome(attempt(sale, ticketId, { customerId, email: 'b@example.com' }))).toBe('CUSTOMER_LIMIT_REACHED');
    expect(await ticketOf(ticketId)).toMatchObject({ status: 'ADMITTED', boundTo: null });
    expect(await buy({ email: 'a@example.com' })).toBe('taken');
  });

  test('that is lowered forbids more, and leaves what was bought', async () => {
    const sale = await room.sale({ maxPerCustomer: 3 });
    const two = { lines: [{ variantId: sale.variantId, quantity: 2 }] };
    expect(await outcome(attempt(sale, await admittedTo(sale), two))).toBe('taken');
    await room.sql`UPDATE sales SET max_per_customer = 1 WHERE id = ${sale.id}`;
    expect(await outcome(attempt(sale, await admittedTo(sale)))).toBe('CUSTOMER_LIMIT_REACHED');
    expect(await bought(sale)).toBe(2);
  });
});
