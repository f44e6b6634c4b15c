import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { sha256 } from '../../../kit/sign.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { openSaleRoom, type SaleRoom } from '../testing/sale-room.ts';
import { controlSale } from './control-sale.ts';
import { customerKey } from './customer-key.ts';
import { faultsOfSale, type SaleInput } from './sale-input.ts';
import { openingSoon, saleBy } from './sale-rows.ts';
import { saveSale } from './save-sale.ts';

const quiet = createLog('silent');

let room: SaleRoom;
beforeAll(async () => {
  room = await openSaleRoom();
});
afterAll(() => room?.close());

const input = (over: Partial<SaleInput> = {}): SaleInput => {
  const sku = uuidv7();
  const [opensAt, endsAt] = [room.at(60), room.at(600)];
  return { slug: `drop-${sku}`, name: 'Drop', opensAt, endsAt, skus: [sku], admissionsPerSecond: 10, ...over };
};
const save = async (of: SaleInput) => {
  const answer = await saveSale(room.sql, room.saving)(of);
  return isRefused(answer) ? answer.refused[0]!.code : answer.id;
};
const shown = (id: string) => saleBy(room.sql, room.asks, { id });

describe('the form of a sale', () => {
  test.each([
    [{ slug: 'a'.repeat(80), name: 'n'.repeat(200), stockShards: 64, maxPerCustomer: 1, admissionsPerSecond: 1 }, []],
    [{ slug: '' }, ['INVALID_SLUG']],
    [{ slug: 'a--b' }, ['INVALID_SLUG']],
    [{ slug: 'a'.repeat(81) }, ['INVALID_SLUG']],
    [{ name: '  ' }, ['INVALID_NAME']],
    [{ skus: [] }, ['INVALID_SKUS']],
    [{ stockShards: 0 }, ['INVALID_STOCK_SHARDS']],
    [{ maxPerCustomer: -1, admissionsPerSecond: -1 }, ['INVALID_ADMISSION_RATE', 'INVALID_CUSTOMER_LIMIT']],
  ])('%j: %j', (over, codes) => {
    expect(faultsOfSale(input(over)).map((fault) => fault.code)).toEqual(codes);
  });
});

test('those that open soon, and no others', async () => {
  const soon = await save(input({ opensAt: room.at(100) }));
  await save(input({ opensAt: room.at(300) }));
  await save(input({ opensAt: room.at(-5) }));
  expect(await openingSoon(room.sql, 200)).toContain(soon);
  const all = await room.sql<
    { id: string }[]
  >`SELECT id FROM sales WHERE opens_at BETWEEN now() AND now() + interval '200 seconds' ORDER BY id`;
  expect(await openingSoon(room.sql, 200)).toEqual(all.map(({ id }) => id));
  expect(await openingSoon(room.sql, 1)).toEqual([]);
});

describe('a sale', () => {
  test('publishes the hash of a seed, keeps it when it is saved again, and the seed of no two is the same', async () => {
    const of = input();
    const id = await save(of);
    const first = (await shown(id))!;
    expect(first.shuffleSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(sha256(first.shuffleSeed)).toBe(first.shuffleCommitment);
    expect(await save({ ...of, name: 'Other', skus: [of.skus[0]!, uuidv7()] })).toBe(id);
    const second = (await shown(id))!;
    expect(second).toMatchObject({ name: 'Other', shuffleSeed: first.shuffleSeed, phase: 'SCHEDULED' });
    expect(second.variantIds[0]).toBe(of.skus[0]);
    expect((await shown(await save(input())))!.shuffleSeed).not.toBe(first.shuffleSeed);
  });

  test('that has opened cannot open at another time, and one that is over changes no more', async () => {
    const running = input({ opensAt: room.at(-10) });
    await save(running);
    expect(await save({ ...running, opensAt: room.at(-20) })).toBe('SALE_HAS_OPENED');
    expect(await save({ ...running, endsAt: room.at(300) })).toMatch(/^[0-9a-f-]{36}$/);
    const over = input({ opensAt: room.at(-10), endsAt: room.at(-5) });
    await save(over);
    expect(await save(over)).toBe('SALE_ENDED');
  });

  test('shares no variant with another at the same time; after it, it may', async () => {
    const one = input();
    await save(one);
    const other = input({ skus: one.skus });
    expect(await save(other)).toBe('VARIANT_IN_ANOTHER_SALE');
    expect(await save({ ...other, opensAt: one.endsAt, endsAt: room.at(900) })).toMatch(/^[0-9a-f-]{36}$/);
    for (let round = 0; round < 10; round++) {
      const third = uuidv7();
      const rivals = await Promise.all(Array.from({ length: 4 }, () => save(input({ skus: [third] }))));
      expect(rivals.filter((code) => code === 'VARIANT_IN_ANOTHER_SALE')).toHaveLength(3);
    }
  });

  test('has the stock of its variants spread over as many counters as it names', async () => {
    const [one, many] = [input(), input({ stockShards: 4 })];
    await save(one);
    await save(many);
    await save({ ...many, stockShards: 0 });
    expect(room.spread).toEqual([{ variantIds: many.skus, shards: 4 }]);
  });

  test('is found by slug as well, and as the admitter saw it where inventory is away', async () => {
    const of = input({ opensAt: room.at(-10) });
    const id = await save(of);
    await room.sql`UPDATE sales SET stock = 'GONE' WHERE id = ${id}`;
    expect(await saleBy(room.sql, room.asks, { slug: of.slug })).toMatchObject({ id, phase: 'OPEN', stock: 'FREE' });
    const away = { availability: async () => Promise.reject(new Error('away')) };
    expect(await saleBy(room.sql, away, { id })).toMatchObject({ stock: 'GONE' });
    for (const nobody of [{ id: 'no id' }, { slug: 'none' }, {}]) expect(await saleBy(room.sql, room.asks, nobody)).toBeNull();
  });
});

describe('a switch', () => {
  test('is written down with who turned it and why, and stays written', async () => {
    const turn = controlSale(room.sql, quiet);
    const id = await save(input());
    await turn({ saleId: id, action: 'PAUSE', reason: 'too hot' }, 'admin, request 1');
    await turn({ saleId: id, action: 'SET_RATE', admissionsPerSecond: 3 }, 'admin, request 2');
    expect(
      await room.sql`SELECT action, admissions_per_second AS rate, reason, by FROM sale_actions WHERE sale_id = ${id} ORDER BY at`,
    ).toEqual([
      { action: 'PAUSE', rate: null, reason: 'too hot', by: 'admin, request 1' },
      { action: 'SET_RATE', rate: 3, reason: null, by: 'admin, request 2' },
    ]);
    await expect(room.sql`UPDATE sale_actions SET reason = 'other' WHERE sale_id = ${id}`).rejects.toThrow('append-only');
    await expect(room.sql`DELETE FROM sale_actions WHERE sale_id = ${id}`).rejects.toThrow('append-only');
  });

  test('leaves the others as they are', async () => {
    const turn = controlSale(room.sql, quiet);
    const id = await save(input());
    const stands = async () => (await room.sql`SELECT paused, draining, admissions_per_second AS rate FROM sales WHERE id = ${id}`)[0];
    const steps = [
      ['PAUSE', { paused: true, draining: false, rate: 10 }],
      ['DRAIN', { paused: true, draining: true, rate: 10 }],
      ['QUEUE_ALL', { paused: true, draining: false, rate: 10 }],
      ['SET_RATE', { paused: true, draining: false, rate: 2 }],
      ['DRAIN', { paused: true, draining: true, rate: 2 }],
      ['RESUME', { paused: false, draining: false, rate: 2 }],
    ] as const;
    for (const [action, after] of steps) {
      await turn({ saleId: id, action, admissionsPerSecond: 2 }, 'admin');
      expect(await stands(), action).toEqual(after);
    }
  });

  test('of no sale, of one that is over, or to no rate is refused', async () => {
    const turn = controlSale(room.sql, quiet);
    const codeOf = async (saleId: string, action: 'PAUSE' | 'SET_RATE') => {
      const answer = await turn({ saleId, action }, 'admin');
      return isRefused(answer) ? answer.refused[0]!.code : 'turned';
    };
    expect(await codeOf(uuidv7(), 'PAUSE')).toBe('SALE_NOT_FOUND');
    expect(await codeOf('no id', 'PAUSE')).toBe('SALE_NOT_FOUND');
    expect(await codeOf(await save(input({ opensAt: room.at(-10), endsAt: room.at(-5) })), 'PAUSE')).toBe('SALE_ENDED');
    expect(await codeOf(await save(input()), 'SET_RATE')).toBe('INVALID_ADMISSION_RATE');
  });
});

test('one customer is one, however they write their address', () => {
  const guest = (email: string) => customerKey(null, email);
  expect(new Set(['ada@example.com', ' ADA@Example.com ', 'ada+drop@example.com', 'ada+a+b@example.com'].map(guest)).size).toBe(1);
  expect(guest('ada@example.org')).not.toBe(guest('ada@example.com'));
  expect(customerKey('1', 'ada@example.com')).toBe(customerKey('1', 'other@example.com'));
  expect(customerKey('1', '')).not.toBe(customerKey('2', ''));
  expect(guest('ada@example.com')).not.toContain('ada');
});
