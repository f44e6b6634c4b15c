import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { openSaleRoom, type SaleRoom } from '../testing/sale-room.ts';
import { bindAdmission, extendAdmission } from './bind-admission.ts';

let room: SaleRoom;
beforeAll(async () => {
  room = await openSaleRoom();
});
afterAll(() => room?.close());

async function admitted() {
  const sale = await room.sale();
  const ticketId = await room.joined(sale.id);
  await room.sql`UPDATE tickets SET status = 'ADMITTED', place = 1, expires_at = now() + interval '1 minute' WHERE id = ${ticketId}`;
  return { sale, ticketId, lines: [{ variantId: sale.variantId, quantity: 1 }], admission: { saleId: sale.id, ticketId } };
}
const outcome = async (...given: Parameters<ReturnType<typeof bindAdmission>>) => {
  const answer = await bindAdmission(room.sql)(...given);
  return isRefused(answer) ? answer.refused[0]!.code : answer && 'bound';
};

describe('a checkout that begins', () => {
  test('binds an admission to its cart, which may begin again; another cart may not', async () => {
    const { lines, admission } = await admitted();
    const cartId = uuidv7();
    expect([await outcome(cartId, lines, admission), await outcome(cartId, lines, admission)]).toEqual(['bound', 'bound']);
    expect(await outcome(uuidv7(), lines, admission)).toBe('WAITING_ROOM_TOKEN_INVALID');
  });

  test('of two carts at once one gets it', async () => {
    const { lines, admission } = await admitted();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcome(uuidv7(), lines, admission)));
    expect(outcomes.filter((it) => it === 'bound')).toHaveLength(1);
  });

  test('needs one for the sale of its goods, that has not run out, and none for other goods', async () => {
    const [mine, other] = [await admitted(), await admitted()];
    const cartId = uuidv7();
    expect(await outcome(cartId, mine.lines, null)).toBe('WAITING_ROOM_TOKEN_REQUIRED');
    expect(await outcome(cartId, mine.lines, 'INVALID')).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(cartId, mine.lines, other.admission)).toBe('WAITING_ROOM_TOKEN_INVALID');
    expect(await outcome(cartId, [{ variantId: uuidv7(), quantity: 1 }], null)).toBeNull();
    await room.pass(mine.sale.id, 61);
    expect(await outcome(cartId, mine.lines, mine.admission)).toBe('WAITING_ROOM_TOKEN_INVALID');
  });

  test('keeps the admission good for as long as it holds stock, and never shortens it', async () => {
    const { ticketId } = await admitted();
    const left = async () =>
      Number((await room.sql`SELECT extract(epoch FROM expires_at - now()) AS seconds FROM tickets WHERE id = ${ticketId}`)[0]!.seconds);
    await extendAdmission(room.sql, ticketId, room.at(900));
    expect(await left()).toBeGreaterThan(880);
    await extendAdmission(room.sql, ticketId, room.at(10));
    expect(await left()).toBeGreaterThan(880);
  });
});
