import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import { returnUnits } from '../reactions/return-units.ts';
import { markedVariants } from '../commands/marked-variants.ts';
import { countPurchase, uncountPurchase } from './count-purchase.ts';
import { readLimits, saveLimit } from './save-limit.ts';

let database: ContextDatabase;
beforeAll(async () => {
  database = await contextDatabase('checkout');
});
afterAll(() => database.close());

const catalog = {
  variants: async ({ variantIds, skus }: { variantIds?: string[] | undefined; skus?: string[] | undefined }) => ({
    variants: [
      ...(variantIds ?? []).map((variantId) => ({ variantId, productId: variantId, sku: `SKU-${variantId}` })),
      ...(skus ?? []).filter((sku) => sku.startsWith('SKU-')).map((sku) => ({ variantId: sku.slice(4), productId: sku.slice(4), sku })),
    ],
  }),
};
const save = (input: Parameters<ReturnType<typeof saveLimit>>[0]) => saveLimit(database.sql, catalog)(input);
async function limited(max: number): Promise<string> {
  const variantId = uuidv7();
  await save({ variantId, maxPerCustomer: max });
  return variantId;
}
const attempt = (lines: [string, number][], who: { customerId?: string | null; email?: string } = {}) => ({
  attemptId: uuidv7(),
  orderId: uuidv7(),
  customerId: null,
  email: 'ada@example.com',
  lines: lines.map(([variantId, quantity]) => ({ variantId, quantity })),
  ...who,
});
const count = (of: ReturnType<typeof attempt>) => countPurchase(database.sql)(of);
const giveBack = (attemptId: string) => uncountPurchase(database.sql)({ attemptId });
const code = (answer: unknown) => (isRefused(answer) ? answer.refused[0]!.code : 'counted');
const bought = async (variantId: string) =>
  (await database.sql<{ bought: number }[]>`SELECT bought FROM limit_customers WHERE variant_id = ${variantId} ORDER BY 1`).map(
    (row) => row.bought,
  );
const event = (type: string, payload: object) => ({ eventId: uuidv7(), type, aggregateId: '', version: 1, occurredAt: '', payload });

describe('a limit per customer', () => {
  test('counts all orders of a customer, however a guest writes their e-mail; another customer has their own', async () => {
    const variantId = await limited(3);
    expect(code(await count(attempt([[variantId, 2]])))).toBe('counted');
    expect(await count(attempt([[variantId, 2]], { email: 'Ada+more@Example.com' }))).toMatchObject({
      refused: [{ code: 'CUSTOMER_LIMIT_REACHED', path: ['lines', '0', 'quantity'] }],
    });
    expect(code(await count(attempt([[variantId, 1]], { email: 'ADA@example.com' })))).toBe('counted');
    const customerId = uuidv7();
    expect(code(await count(attempt([[variantId, 3]], { customerId })))).toBe('counted');
    expect(code(await count(attempt([[variantId, 1]], { customerId })))).toBe('CUSTOMER_LIMIT_REACHED');
    expect(await bought(variantId)).toEqual([3, 3]);
  });

  test('sums two lines of one variant; one attempt too many of one variant takes nothing of another', async () => {
    const [one, other, free] = [await limited(3), await limited(5), uuidv7()];
    expect(
      code(
        await count(
          attempt([
            [one, 2],
            [one, 2],
          ]),
        ),
      ),
    ).toBe('CUSTOMER_LIMIT_REACHED');
    await count(attempt([[one, 2]]));
    const both = attempt([
      [free, 9],
      [other, 5],
      [one, 2],
    ]);
    expect(await count(both)).toMatchObject({ refused: [{ path: ['lines', '2', 'quantity'] }] });
    expect([await bought(one), await bought(other)]).toEqual([[2], []]);
    expect(await database.sql`SELECT 1 FROM limit_purchases WHERE attempt_id = ${both.attemptId}`).toEqual([]);
  });

  test('many at once take exactly as many as there may be', async () => {
    const variantId = await limited(10);
    const answers = await Promise.all(Array.from({ length: 30 }, () => count(attempt([[variantId, 1]]))));
    expect(answers.map(code).filter((answer) => answer === 'counted')).toHaveLength(10);
    expect(await bought(variantId)).toEqual([10]);
  });

  test('an attempt is counted once, gives back once, and counts nothing after it was undone', async () => {
    const variantId = await limited(4);
    const mine = attempt([[variantId, 2]]);
    await Promise.all([count(mine), count(mine), count(mine)]);
    expect(await bought(variantId)).toEqual([2]);
    await Promise.all([giveBack(mine.attemptId), giveBack(mine.attemptId)]);
    expect([await bought(variantId), code(await count(mine))]).toEqual([[0], 'ATTEMPT_ENDED']);
    const late = attempt([[variantId, 2]]);
    await giveBack(late.attemptId);
    expect([code(await count(late)), await bought(variantId)]).toEqual(['ATTEMPT_ENDED', [0]]);
  });

  test('comes back with a cancelled order and with one whose money all went back, once; a part given back is none', async () => {
    const variantId = await limited(4);
    const [cancelled, refunded, partly] = [attempt([[variantId, 1]]), attempt([[variantId, 1]]), attempt([[variantId, 1]])];
    for (const one of [cancelled, refunded, partly]) await count(one);
    const events = [
      event('orders.OrderCancelled', { orderId: cancelled.orderId, reason: null }),
      event('orders.OrderRefunded', { orderId: refunded.orderId, isComplete: true }),
      event('orders.OrderRefunded', { orderId: partly.orderId, isComplete: false }),
    ];
    for (let i = 0; i < 2; i++) await database.sql.begin((tx) => returnUnits(tx, events));
    expect(await bought(variantId)).toEqual([1]);
  });

  test('may be lowered below what somebody has: they get no more, and keep what they have', async () => {
    const variantId = await limited(5);
    await count(attempt([[variantId, 4]]));
    await save({ variantId, maxPerCustomer: 2 });
    expect(code(await count(attempt([[variantId, 1]])))).toBe('CUSTOMER_LIMIT_REACHED');
    expect(await bought(variantId)).toEqual([4]);
  });
});

describe('saving a limit', () => {
  test('by id or by SKU, changed and taken away; a checkout sees which goods have one', async () => {
    const [variantId, other] = [uuidv7(), uuidv7()];
    expect(await save({ sku: `SKU-${variantId}`, maxPerCustomer: 2 })).toMatchObject({ limit: { variantId, maxPerCustomer: 2 } });
    expect(await save({ variantId, maxPerCustomer: 3 })).toMatchObject({ limit: { maxPerCustomer: 3 } });
    expect((await readLimits(database.sql))[0]).toMatchObject({ variantId, maxPerCustomer: 3 });
    expect(await markedVariants(database.sql, [other, variantId])).toEqual([
      { inSale: false, limited: false },
      { inSale: false, limited: true },
    ]);
    expect(await save({ variantId, maxPerCustomer: null })).toEqual({ limit: null });
    expect(code(await count(attempt([[variantId, 99]])))).toBe('counted');
  });

  test.each([
    [{ maxPerCustomer: 2 }, 'VARIANT_OR_SKU'],
    [{ variantId: uuidv7(), sku: 'SKU-1', maxPerCustomer: 2 }, 'VARIANT_OR_SKU'],
    [{ variantId: uuidv7(), maxPerCustomer: 0 }, 'INVALID_CUSTOMER_LIMIT'],
    [{ variantId: 'no id', maxPerCustomer: 2 }, 'VARIANT_NOT_FOUND'],
    [{ sku: 'nothing', maxPerCustomer: 2 }, 'VARIANT_NOT_FOUND'],
  ])('%j is refused: %s', async (input, refusal) => {
    expect(code(await save(input))).toBe(refusal);
  });
});
