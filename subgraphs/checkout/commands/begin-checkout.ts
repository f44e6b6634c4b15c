import type { Sql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { isRefused, type Refusal } from '../../../kit/refusal.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import { type Address, checkAddress } from '../../../schema/vocabulary/address.ts';
import type { cart, CartSnapshot } from '../../cart/contract.ts';
import type { catalog } from '../../catalog/contract.ts';
import type { inventory } from '../../inventory/contract.ts';
import type { AdmissionTokens } from '../waiting-room/admission-token.ts';
import { bindAdmission, extendAdmission } from '../waiting-room/bind-admission.ts';
import type { Offered } from '../delivery/rates.ts';
import { type Destination, destinationKey } from '../delivery/zones.ts';
import { type Quote, quote } from '../quote.ts';
import type { Terms } from '../terms.ts';

export type Begun = { id: string; cartId: string; expiresAt: string; deliveryOptions: Offered[]; quote: Quote };
export type BeginInput = { cartId: string; shippingAddress?: Address | null; waitingRoomToken?: string | null };
type Asks = { catalog: Client<typeof catalog>; cart: Client<typeof cart>; inventory: Client<typeof inventory> };
type Row = { id: string; reservationId: string };
type Settings = { terms: Terms; holdSeconds: number };
type Priced = Quote & { options: Offered[] };

/** Holds a cart's stock and says what it will cost. A cart has one checkout: beginning again extends it. */
export function beginCheckout(sql: Sql, ask: Asks, tokens: AdmissionTokens, settings: Settings) {
  const bind = bindAdmission(sql);
  async function begin(
    { cartId, shippingAddress, waitingRoomToken }: BeginInput,
    customerId: string | null,
  ): Promise<Begun | { refusals: Refusal[] }> {
    const faults = shippingAddress ? checkAddress(shippingAddress, ['shippingAddress']) : [];
    if (faults.length > 0) return { refusals: faults };
    if (!isUuid(cartId)) return { refusals: [{ code: 'CART_NOT_FOUND', message: 'There is no such cart.', path: ['cartId'] }] };
    const snapshot = await ask.cart.snapshot({ cartId: cartId.toLowerCase(), customerId });
    if (isRefused(snapshot)) return { refusals: snapshot.refused };
    const { offers } = await ask.catalog.offers({ variantIds: snapshot.lines.map((line) => line.variantId) });
    const to = shippingAddress ?? settings.terms.home;
    const quoted = await quote(settings.terms, { wanted: snapshot.lines, offers, to, chosen: null, currency: snapshot.currencyCode });
    if (isRefused(quoted)) return { refusals: quoted.refused };
    const bound = await bind(snapshot.cartId, snapshot.lines, await tokens.read(waitingRoomToken));
    if (isRefused(bound)) return { refusals: bound.refused };
    const begun = await hold(snapshot, quoted, to);
    if (bound && 'expiresAt' in begun) await extendAdmission(sql, bound.ticketId, begun.expiresAt);
    return begun;
  }

  async function hold(snapshot: CartSnapshot, quoted: Priced, to: Destination): Promise<Begun | { refusals: Refusal[] }> {
    let row = await checkoutRow(sql, snapshot.cartId);
    let held = await holdUnder(row, snapshot);
    if (isRefused(held) && held.refused[0]!.code === 'RESERVATION_GONE') {
      row = await drawAnew(sql, row);
      held = await holdUnder(row, snapshot);
    }
    if (isRefused(held)) return { refusals: held.refused };
    await sql`
      UPDATE checkouts SET cart_version = ${snapshot.version}, subtotal_minor = ${quoted.totals.subtotalMinor},
        delivery = ${sql.json({ to: destinationKey(to), options: quoted.options })}, expires_at = ${held.expiresAt}
      WHERE id = ${row.id}`;
    return {
      id: row.id,
      cartId: snapshot.cartId,
      expiresAt: held.expiresAt,
      deliveryOptions: quoted.options,
      quote: quoted,
    };
  }
  const holdUnder = (row: Row, snapshot: CartSnapshot) =>
    ask.inventory.hold({ reservationId: row.reservationId, lines: snapshot.lines, ttlSeconds: settings.holdSeconds });

  return begin;
}

/** The cart's one row; whoever comes first draws its ids. */
async function checkoutRow(sql: Sql, cartId: string): Promise<Row> {
  await sql`INSERT INTO checkouts (id, cart_id, reservation_id) VALUES (${uuidv7()}, ${cartId}, ${uuidv7()}) ON CONFLICT (cart_id) DO NOTHING`;
  const [row] = await sql<Row[]>`SELECT id, reservation_id AS "reservationId" FROM checkouts WHERE cart_id = ${cartId}`;
  return row!;
}

/** The hold has run out: a new one under a new id, the same for everybody who notices at once. */
async function drawAnew(sql: Sql, old: Row): Promise<Row> {
  await sql`UPDATE checkouts SET reservation_id = ${uuidv7()} WHERE id = ${old.id} AND reservation_id = ${old.reservationId}`;
  const [row] = await sql<Row[]>`SELECT id, reservation_id AS "reservationId" FROM checkouts WHERE id = ${old.id}`;
  return row!;
}
