import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../../../kit/db.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { createSigner } from '../../../kit/sign.ts';
import { openSaleRoom, type SaleRoom } from '../testing/sale-room.ts';
import { admissionTokens } from './admission-token.ts';
import { draw } from './draw.ts';
import { givePlaces } from './places.ts';
import { ticketReader } from './read-ticket.ts';
import { shuffled } from './shuffle.ts';

let room: SaleRoom;
beforeAll(async () => {
  room = await openSaleRoom();
});
afterEach(() => room.empty());
afterAll(() => room?.close());

const many = (saleId: string, count: number) => Promise.all(Array.from({ length: count }, () => room.joined(saleId)));

describe('the draw', () => {
  test('is made once, at opening, in the order that anyone can reckon from the seed', async () => {
    const { id } = await room.sale({ opensAt: room.at(60) });
    const early = await many(id, 50);
    await room.tick();
    expect((await room.sql`SELECT place FROM tickets WHERE place IS NOT NULL`).length).toBe(0);
    await room.pass(id, 120);
    await Promise.all([room.tick(), room.tick()]);
    // a second draw would begin the bucket anew
    await draw(room.sql, id);
    await room.tick();
    expect((await room.by(id, 'ADMITTED')).length).toBeLessThanOrEqual(22);
    const [late, later] = [await room.joined(id), await room.joined(id)];
    await room.tick();
    const [{ seed }] = (await room.sql`SELECT shuffle_seed AS seed FROM sales`) as unknown as [{ seed: string }];
    const line = await room.sql<{ id: string; place: number }[]>`SELECT id, place FROM tickets ORDER BY place`;
    expect(line.map((ticket) => ticket.id)).toEqual([...shuffled(seed, early), late, later]);
    expect(line.map((ticket) => ticket.place)).toEqual(line.map((_, i) => i + 1));
  });
});

describe('places', () => {
  test('are given bit by bit in the same order, and to nobody who came late before all who came early', async () => {
    const { id } = await room.sale({ opensAt: room.at(60) });
    const early = await many(id, 10);
    await room.pass(id, 60);
    await draw(room.sql, id);
    const late = [await room.joined(id), await room.joined(id)];
    const [sale] = await room.sql<{ seed: string }[]>`SELECT shuffle_seed AS seed FROM sales WHERE id = ${id}`;
    const order = [...shuffled(sale!.seed, early), ...late];
    for (const given of [3, 6, 9, 12, 12]) {
      expect(await transaction(room.sql, (tx) => givePlaces(tx, id, 3))).toBe(given);
      const line = await room.sql<{ id: string }[]>`SELECT id FROM tickets WHERE place IS NOT NULL ORDER BY place`;
      expect(line.map((ticket) => ticket.id)).toEqual(order.slice(0, given));
    }
  });
});

describe('one turn', () => {
  test('tells when a sale opens before the next turn', async () => {
    await room.sale({ opensAt: room.at(30) });
    expect(await room.tick()).toEqual({ admitted: 0, againInMs: null });
    const { id } = await room.sale({ opensAt: room.at(0.9) });
    const { againInMs } = await room.tick();
    expect(againInMs! > 0 && againInMs! <= 1_000).toBe(true);
    await room.pass(id, againInMs! / 1000);
    await room.joined(id);
    expect(await room.tick()).toEqual({ admitted: 1, againInMs: 500 });
  });

  test('lets in what the bucket holds, from the front', async () => {
    const { id } = await room.sale({ opensAt: room.at(-600), endsAt: room.at(600) });
    await many(id, 50);
    // stopped for ten minutes: two seconds' worth, at once
    expect(await room.tick()).toEqual({ admitted: 20, againInMs: 500 });
    expect((await room.tick()).admitted).toBeLessThanOrEqual(3);
    await room.pass(id, 1);
    const { admitted } = await room.tick();
    expect(admitted).toBeGreaterThanOrEqual(9);
    expect(admitted).toBeLessThanOrEqual(14);
    const places = await room.sql`SELECT place, status FROM tickets ORDER BY place`;
    const first = places.findIndex((ticket) => ticket.status === 'WAITING');
    expect(places.slice(first).every((ticket) => ticket.status === 'WAITING')).toBe(true);
  });

  test("at the opening finds two seconds' worth: who is let in takes a moment to come to the checkout", async () => {
    const { id } = await room.sale({ opensAt: room.at(60) });
    await many(id, 40);
    await room.pass(id, 60);
    const { admitted } = await room.tick();
    expect(admitted).toBeGreaterThanOrEqual(20);
    expect(admitted).toBeLessThanOrEqual(23);
  });

  test('gives the turns of those who do not come to hear of it to the next in line, once', async () => {
    const { id } = await room.sale({ opensAt: room.at(-600) });
    await many(id, 60);
    await room.tick();
    const admitted = await room.by(id, 'ADMITTED');
    const tokens = admissionTokens(createSigner('a-secret-for-tests-only'));
    const { ticket } = ticketReader({ read: (ask) => ask(room.sql), sql: room.sql, tokens, limits: room.limits });
    const told = await Promise.all(admitted.slice(0, 8).map(ticket));
    expect(told.every((shown) => shown?.token)).toBe(true);
    const age = (seconds: number) => room.sql`UPDATE tickets SET expires_at = expires_at - ${seconds} * interval '1 second'`;
    await age(4);
    expect((await room.tick()).admitted).toBeLessThanOrEqual(3);
    await age(2);
    const { admitted: inTheirPlace } = await room.tick();
    expect(inTheirPlace).toBeGreaterThanOrEqual(12);
    expect(inTheirPlace).toBeLessThanOrEqual(15);
    expect((await room.tick()).admitted).toBeLessThanOrEqual(3);
    // their own admissions are as good as they were
    expect((await ticket(admitted[19]!))?.token).toEqual(expect.any(String));
  });

  test('with another at the same time lets in no more', async () => {
    const { id } = await room.sale({ opensAt: room.at(-600) });
    await many(id, 100);
    const turns = await Promise.all([room.tick(), room.tick(), room.tick(), room.tick()]);
    const sum = turns.reduce((all, turn) => all + turn.admitted, 0);
    expect(sum).toBe((await room.by(id, 'ADMITTED')).length);
    expect(sum).toBeLessThanOrEqual(25);
  });

  test('ends admissions that nobody has used, and lets in who comes next; who joins again stands at the end', async () => {
    const { id } = await room.sale({ admissionsPerSecond: 1, opensAt: room.at(-60) });
    const first = await room.joined(id, 'ada');
    const second = await room.joined(id);
    const third = await room.joined(id);
    await room.tick();
    expect(await room.by(id, 'ADMITTED')).toEqual([first, second]);
    await room.pass(id, 121);
    expect(await room.joined(id, 'ada')).toBe(first);
    await room.tick();
    expect(await room.by(id, 'EXPIRED')).toEqual([second]);
    expect(await room.by(id, 'ADMITTED')).toEqual([third, first]);
  });

  test('lets in nobody while the sale is paused or nothing is free, and tells what is left', async () => {
    const { id } = await room.sale();
    await room.joined(id);
    const stock = async () => (await room.sql`SELECT stock FROM sales`)[0]!.stock as string;
    Object.assign(room.level, { available: 0, reserved: 2 });
    expect([await room.tick(), await stock()]).toEqual([{ admitted: 0, againInMs: null }, 'HELD']);
    Object.assign(room.level, { available: 0, reserved: 0 });
    expect([await room.tick(), await stock()]).toEqual([{ admitted: 0, againInMs: null }, 'GONE']);
    Object.assign(room.level, { available: 1 });
    await room.sql`UPDATE sales SET paused = true`;
    expect([await room.tick(), await stock()]).toEqual([{ admitted: 0, againInMs: null }, 'FREE']);
    await room.sql`UPDATE sales SET paused = false`;
    expect(await room.tick()).toEqual({ admitted: 1, againInMs: 500 });
  });

  test('admits nobody when inventory cannot be asked', async () => {
    const { id } = await room.sale();
    await room.joined(id);
    const { availability } = room.asks;
    room.asks.availability = async () => {
      throw new Error('away');
    };
    await expect(room.tick()).rejects.toThrow('away');
    room.asks.availability = availability;
    expect(await room.by(id, 'ADMITTED')).toEqual([]);
  });

  test('shares what the shop carries among the rooms where somebody waits', async () => {
    const [one, two] = [
      await room.sale({ admissionsPerSecond: 100, opensAt: room.at(-60) }),
      await room.sale({ admissionsPerSecond: 100, opensAt: room.at(-60) }),
    ];
    await Promise.all([many(one.id, 80), many(two.id, 80)]);
    expect(await room.tick()).toEqual({ admitted: 60, againInMs: 500 });
    expect((await room.by(one.id, 'ADMITTED')).length).toBe(30);
  });

  test('tells those who keep answers whose have changed', async () => {
    const { id } = await room.sale();
    const ticket = await room.joined(id);
    await room.tick();
    expect(room.polls.forgotten).toContain(ticket);
  });
});

describe('joining', () => {
  test('gives one visitor one ticket, however many tabs they open', async () => {
    const { id } = await room.sale();
    const tickets = await Promise.all(Array.from({ length: 50 }, () => room.joined(id, 'fifty tabs')));
    expect(new Set(tickets).size).toBe(1);
  });

  test('is refused for what is no visitor, no sale, or a sale that is over or takes nobody', async () => {
    const codeOf = async (saleId: string, visitorId: string) => {
      const answer = await room.join({ saleId, visitorId });
      return isRefused(answer) ? answer.refused[0]!.code : 'joined';
    };
    const running = await room.sale();
    const over = await room.sale({ opensAt: room.at(-60), endsAt: room.at(-1) });
    expect(await codeOf(running.id, 'ä')).toBe('INVALID_VISITOR_ID');
    expect(await codeOf(running.id, ' ~')).toBe('joined');
    expect(await codeOf('no id', 'ada')).toBe('SALE_NOT_FOUND');
    expect(await codeOf(over.id, 'ada')).toBe('SALE_ENDED');
    await room.sql`UPDATE sales SET draining = true WHERE id = ${running.id}`;
    expect(await codeOf(running.id, 'ada')).toBe('WAITING_ROOM_CLOSED');
    expect(await codeOf(running.id, ' ~')).toBe('joined');
  });
});
