import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import type { Refusal } from '../../../kit/refusal.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { isCurrency } from '../../../schema/vocabulary/money.ts';
import { currencyMismatch, invalidQuantity } from '../../../schema/vocabulary/refusals.ts';
import type { catalog } from '../../catalog/contract.ts';
import { closedTo, overLimit, quantityFits } from '../cart.ts';
import { changeLines } from './change-lines.ts';
import { createCart } from './create-cart.ts';
import { mergeLines } from './merge-lines.ts';
import { type LineInput, takeLines } from './take-lines.ts';

export type Edited = { cartId: string | null; userErrors: Refusal[] };

/** What a buyer can do to a cart. Lines are checked and priced before the cart is locked: catalog is not asked inside. */
export function cartEditor(sql: Sql, ask: Client<typeof catalog>, shopCurrency: string) {
  const edited = (cartId: string | null, userErrors: Refusal[]): Edited => ({ cartId, userErrors });
  return {
    async create(input: { lines?: LineInput[] | null; currencyCode?: string | null }, customerId: string | null): Promise<Edited> {
      if (input.currencyCode && !isCurrency(input.currencyCode)) return edited(null, [NO_CURRENCY]);
      const taken = await takeLines(ask, input.lines ?? [], input.currencyCode ?? null);
      if ('userErrors' in taken) return edited(null, taken.userErrors);
      return edited(await createCart(sql, { currencyCode: taken.currencyCode ?? shopCurrency, lines: taken.priced, customerId }), []);
    },
    async add(cartId: string, lines: LineInput[], customerId: string | null): Promise<Edited> {
      if (!isUuid(cartId)) return edited(null, [closedTo(null, null)!]);
      const taken = await takeLines(ask, lines, null);
      if ('userErrors' in taken) return edited(cartId, taken.userErrors);
      const userErrors = await changeLines(sql, { cartId, customerId }, async (tx, cart) => {
        if (taken.currencyCode && taken.currencyCode !== cart.currencyCode) return [currencyMismatch(['lines'])];
        const over = overLimit(cart.lines, taken.priced);
        if (over !== null) return [invalidQuantity(['lines', String(over), 'quantity'])];
        await mergeLines(tx, cartId, taken.priced);
        return [];
      });
      return edited(cartId, userErrors);
    },
    async update(cartId: string, lines: { lineId: string; quantity: number }[], customerId: string | null): Promise<Edited> {
      if (!isUuid(cartId)) return edited(null, [closedTo(null, null)!]);
      const wrong = lines.flatMap((line, i) => (quantityFits(line.quantity) ? [] : [invalidQuantity(['lines', String(i), 'quantity'])]));
      if (wrong.length > 0) return edited(cartId, wrong);
      const userErrors = await changeLines(sql, { cartId, customerId }, async (tx, cart) => {
        const missing = unknownLines(
          cart.lines,
          lines.map((line) => line.lineId),
        );
        if (missing.length > 0) return missing;
        await tx`
          UPDATE cart_lines l SET quantity = x.quantity FROM unnest(${lines.map((line) => line.lineId)}::uuid[], ${lines.map((line) => line.quantity)}::int[]) AS x(id, quantity)
          WHERE l.id = x.id AND l.cart_id = ${cartId}`;
        return [];
      });
      return edited(cartId, userErrors);
    },
    async remove(cartId: string, lineIds: string[], customerId: string | null): Promise<Edited> {
      if (!isUuid(cartId)) return edited(null, [closedTo(null, null)!]);
      const userErrors = await changeLines(sql, { cartId, customerId }, async (tx, cart) => {
        const missing = unknownLines(cart.lines, lineIds);
        if (missing.length > 0) return missing;
        await tx`DELETE FROM cart_lines WHERE cart_id = ${cartId} AND id = ANY(${lineIds}::uuid[])`;
        return [];
      });
      return edited(cartId, userErrors);
    },
  };
}

const NO_CURRENCY: Refusal = {
  code: 'INVALID_CURRENCY',
  message: 'There is no such currency in ISO 4217.',
  path: ['input', 'currencyCode'],
};

function unknownLines(lines: { id: string }[], asked: string[]): Refusal[] {
  const known = new Set(lines.map((line) => line.id));
  return asked.flatMap((id, i) =>
    known.has(id) ? [] : [{ code: 'LINE_NOT_FOUND', message: 'The cart has no such line.', path: ['lines', String(i)] }],
  );
}
