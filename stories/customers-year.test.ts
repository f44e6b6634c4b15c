import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { merchant } from './merchant.ts';
import { type Data, until } from './shopper.ts';
import { story } from './story.ts';

const PASSWORD = 'correct horse battery';
const ME = `{ me { email addresses { id } orders { nodes { id number status payment { refunded { amountMinor } }
  shipments { status trackingNumber } timeline { type } } } } }`;

story(
  "a customer's year: bought as a guest, claimed by a verified e-mail, sent in two parcels, a part refunded, all of it told by mail; then forgotten",
  async (me, { base }) => {
    const { step, send, refund } = merchant(me);
    const as = async (token: string | null, query: string, variables: object = {}): Promise<Data> => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      const response = await fetch(`${base}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      return (await response.json()) as object;
    };
    const email = `ada-${randomUUID().slice(0, 8)}@example.com`;
    const mails = async (): Promise<Data[]> =>
      ((await (await fetch(`${base}/mailbox`)).json()) as { mails: Data[] }).mails.filter(({ to }) => to === email);
    const mailed = (kind: string): Promise<Data[]> =>
      until(
        async () => (await mails()).filter((mail) => mail.kind === kind && mail.status === 'SENT'),
        (found) => found.length > 0,
        30_000,
      );

    const { variantId } = await me.product(5);
    const { order } = await me.settled(me.buying({ lines: [{ variantId, quantity: 2 }] }, { email }));
    const { customerRegister: ada } = (
      await as(
        null,
        'mutation ($e: String!, $p: String!) { customerRegister(email: $e, password: $p, name: "Ada") { accessToken userErrors { code } } }',
        {
          e: email,
          p: PASSWORD,
        },
      )
    ).data;
    // whoever has not shown that the mailbox is theirs gets nothing of what it has bought
    expect((await as(ada.accessToken, ME)).data.me).toEqual({ email, addresses: [], orders: { nodes: [] } });
    const [letter] = await mailed('EMAIL_VERIFICATION');
    const { mail } = (await (await fetch(`${base}/mailbox/${letter.id}`)).json()) as Data;
    const [, token] = /token=([^\s"&]+)/.exec(mail.text)!;
    const VERIFY = 'mutation ($t: String!) { customerEmailVerify(token: $t) { userErrors { code } } }';
    expect((await as(null, VERIFY, { t: decodeURIComponent(token!) })).data.customerEmailVerify.userErrors).toEqual([]);
    const mine = async (): Promise<Data> => (await as(ada.accessToken, ME)).data.me.orders.nodes;
    expect(await until(mine, (orders) => orders.length === 1, 30_000)).toMatchObject([
      { id: order.id, number: order.number, status: 'PAID' },
    ]);

    const [line] = (await me.manage('query ($id: ID!) { order(id: $id) { lines { id } } }', { id: order.id })).order.lines;
    const parcels = [await send({ orderId: order.id, lines: [{ orderLineId: line.id, quantity: 1 }] }), await send({ orderId: order.id })];
    for (const { shipment } of parcels) await step('shipmentDeliver', shipment.id);
    expect((await refund(order.id, { amountMinor: 300, reason: 'a scratch' })).userErrors).toEqual([]);
    const [seen] = await mine();
    expect(seen).toMatchObject({ status: 'DELIVERED', payment: { refunded: { amountMinor: 300 } } });
    expect(seen.shipments.map(({ trackingNumber }: Data) => trackingNumber)).toEqual(
      parcels.map(({ shipment }) => shipment.trackingNumber),
    );
    expect((await mailed('ORDER_PLACED')).length).toBe(1);
    await until(
      () => mailed('ORDER_SHIPPED'),
      (found) => found.length === 2,
      30_000,
    );
    expect((await mailed('ORDER_REFUNDED')).length).toBe(1);

    const EXPORT = 'mutation ($p: String) { customerExport(password: $p) { document userErrors { code } } }';
    const { customerExport } = (await as(ada.accessToken, EXPORT, { p: PASSWORD })).data;
    expect(customerExport.userErrors).toEqual([]);
    expect(customerExport.document).toContain(order.number);
    const ERASE = 'mutation ($p: String) { customerErase(password: $p) { userErrors { code } } }';
    expect((await as(ada.accessToken, ERASE, { p: 'wrong' })).data.customerErase.userErrors).toEqual([{ code: 'INVALID_CREDENTIALS' }]);
    expect((await as(ada.accessToken, ERASE, { p: PASSWORD })).data.customerErase.userErrors).toEqual([]);
    expect((await as(ada.accessToken, '{ me { email } }')).data?.me ?? null).toBeNull();

    // what was sold stays in the books, and does not say to whom
    const kept = async (): Promise<Data> =>
      (
        await me.manage(
          'query ($id: ID!) { order(id: $id) { number email status totals { total { amountMinor } } shippingAddress { name line1 } } }',
          { id: order.id },
        )
      ).order;
    const left = await until(kept, (found) => found.email !== email, 30_000);
    expect(left).toMatchObject({
      number: order.number,
      status: 'DELIVERED',
      totals: order.totals && { total: { amountMinor: order.totals.total.amountMinor } },
    });
    expect(JSON.stringify(left)).not.toMatch(/Ada|Analytical/);
    await until(mails, (found) => found.length === 0, 30_000);
    expect((await me.cleanAudit()).findings).toEqual([]);
  },
  120_000,
);
