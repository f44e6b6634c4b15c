import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { command } from './command.ts';
import { merchant } from './merchant.ts';
import { type Data, until } from './shopper.ts';
import { story } from './story.ts';

const HEADER = 'Title,URL handle,Vendor,Type,Status,SKU,Price,Inventory quantity';

/** A lamp and its shade, as a merchant's list has them. */
const listOf = (word: string, lampPrice: string) =>
  [
    HEADER,
    `Lamp & shade holder,${word}-lamp,Lumen,Lamps,active,STORY-${word}L,${lampPrice},5`,
    `Shade,${word}-shade,Lumen,Lamps,active,STORY-${word}S,19.99,5`,
  ].join('\r\n');

story(
  "a merchant's day: an import, a new price, an order sent in two parcels, a part refunded, then the rest with its units",
  async (me, { base, adminKey, env }) => {
    const { step, send, refund } = merchant(me);
    const word = randomUUID().slice(0, 8);
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-day-'));
    const file = path.join(folder, 'lamps.csv');
    for (const price of ['22.00', '25.00']) {
      writeFileSync(file, listOf(word, price));
      const imported = await command(env, 'import', file);
      expect(imported.status, imported.stderr).toBe(0);
    }
    rmSync(folder, { recursive: true });
    const bySku = async (sku: string): Promise<{ variantId: string }> =>
      (await me.manage('query ($s: String) { stock(sku: $s) { variantId } }', { s: sku })).stock;
    const [lamp, shade] = [await bySku(`STORY-${word}L`), await bySku(`STORY-${word}S`)];
    const lines = [
      { variantId: lamp.variantId, quantity: 2 },
      { variantId: shade.variantId, quantity: 1 },
    ];
    const { order, accessToken } = await me.settled(me.buying({ lines }));
    expect(order.lines.map((line: Data) => line.unitPrice.amountMinor)).toEqual([2500, 1999]);
    const look = async (): Promise<Data> =>
      (
        await me.ask(
          `query($id: ID!, $t: String) { order(id: $id, accessToken: $t) {
            status lines { id sku } shipments { status trackingUrl shippedAt lines { title quantity } } timeline { type message } } }`,
          { id: order.id, t: accessToken },
        )
      ).order;

    const [first] = (await look()).lines;
    const one = await send({ orderId: order.id, lines: [{ orderLineId: first.id, quantity: 1 }] });
    expect(one).toMatchObject({ userErrors: [], shipment: { status: 'SHIPPED' }, order: { status: 'FULFILLING' } });
    expect((await me.cancel(order.id)).userErrors).toEqual([{ code: 'NOT_CANCELLABLE' }]);
    const two = await send({ orderId: order.id });
    expect(two).toMatchObject({ userErrors: [], order: { status: 'SHIPPED' } });
    expect(two.shipment.lines.map((line: Data) => line.quantity)).toEqual([1, 1]);
    for (const { shipment } of [one, two]) await step('shipmentDeliver', shipment.id);

    const list = (id: string, authorization: string) => fetch(`${base}/admin/pick-list?shipment=${id}`, { headers: { authorization } });
    const page = await list(two.shipment.id, `Bearer ${adminKey}`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await page.text()).toMatch(/Ada Byron[\s\S]*<td>1<\/td><td>STORY-\w+<\/td><td>Lamp &amp; shade holder<\/td>/);
    expect((await list(order.id, `Bearer ${adminKey}`)).status).toBe(404);
    expect((await list(two.shipment.id, 'Bearer nobody')).status).toBe(401);

    const seen = await look();
    expect(seen.status).toBe('DELIVERED');
    expect(seen.shipments.map((shipment: Data) => shipment.lines)).toEqual([
      [{ title: 'Lamp & shade holder', quantity: 1 }],
      [
        { title: 'Lamp & shade holder', quantity: 1 },
        { title: 'Shade', quantity: 1 },
      ],
    ]);
    expect(seen.timeline.map(({ type }: Data) => type).join(' ')).toBe(
      'placed paid picked packed shipped picked packed shipped delivered delivered',
    );
    expect(seen.timeline[4].message).toContain(one.shipment.trackingNumber);

    const part = await refund(order.id, { amountMinor: 500, reason: 'a scratch' });
    expect(part).toMatchObject({ userErrors: [], order: { status: 'DELIVERED', payment: { refunded: { amountMinor: 500 } } } });
    const { amountMinor } = order.totals.total;
    expect((await refund(order.id, { amountMinor })).userErrors).toEqual([{ code: 'REFUND_EXCEEDS_PAYMENT' }]);
    const rest = await refund(order.id, { restock: true });
    expect(rest).toMatchObject({
      userErrors: [],
      order: { status: 'REFUNDED', payment: { status: 'REFUNDED', refunded: { amountMinor } } },
    });
    const units = await until(
      () => Promise.all([me.stock(lamp.variantId), me.stock(shade.variantId)]),
      (all) => all.every(({ available }) => available === 5),
      10_000,
    );
    expect(units.map(({ available, sold }) => [available, sold])).toEqual([
      [5, 2],
      [5, 1],
    ]);
    expect((await me.cleanAudit()).findings).toEqual([]);
  },
  120_000,
);
