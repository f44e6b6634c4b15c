import { ROOT } from '../../kit/identity.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventEnvelope } from '../../kit/contract.ts';
import { freePort } from '../../kit/free-port.ts';
import { refuse } from '../../kit/refusal.ts';
import { figure, grown } from '../../kit/testing/figure.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { testSubgraph } from '../../schema/testing/subgraph.ts';
import type { OrderSummary } from '../orders/contract.ts';
import { PAUSES_S } from './commands/deliver-due.ts';
import subgraph from './subgraph.ts';
import { mailServer } from './testing/mail-server.ts';

let port: number;
let world: Awaited<ReturnType<typeof testSubgraph<typeof subgraph.contract>>>;
let server: Awaited<ReturnType<typeof mailServer>>;
const known = new Map<string, OrderSummary>();
let ordersAway = false;

const summary = async ({ orderId }: { orderId: string }) => {
  if (ordersAway) throw new Error('orders is away');
  return { order: known.get(orderId) ?? null };
};

const link = async ({ linkId }: { linkId: string }) =>
  linkId === LINK
    ? { purpose: 'RESET_PASSWORD', email: 'ada@example.com', name: null, token: 'a/b+c', expiresAt: '2026-01-31T09:00:00.000Z' }
    : refuse('LINK_EXPIRED', 'used');
const LINK = uuidv7();
const logTo: string[] = [];

beforeAll(async () => {
  port = await freePort();
  const mail = {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Shop <shop@shop.example.com>',
    keepDays: 30,
    storefrontUrl: 'https://shop.example.com/',
  };
  world = await testSubgraph(subgraph, { peers: { orders: { summary }, accounts: { link } }, config: { mail }, logTo });
});
beforeEach(async () => {
  server = await mailServer(port);
});
afterEach(async () => {
  ordersAway = false;
  await server.close();
  await world.sql`DELETE FROM mails`;
});
afterAll(() => world.close());

function placed(over: Partial<OrderSummary> = {}): EventEnvelope {
  const orderId = uuidv7();
  known.set(orderId, {
    orderId,
    customerId: null,
    number: 'H1',
    status: 'PAID',
    email: 'ada@example.com',
    currencyCode: 'EUR',
    lines: [{ orderLineId: uuidv7(), sku: 'A', title: 'Apple', quantity: 2, unitPriceMinor: 150, lineTotalMinor: 300 }],
    totals: { subtotalMinor: 300, deliveryMinor: 0, taxMinor: 0, discountMinor: 0, totalMinor: 300 },
    shippingAddress: { name: 'Ada', line1: '1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    ...over,
  });
  return eventOf('orders.OrderPlaced', orderId, { orderId, userId: over.customerId ?? null });
}
const eventOf = (type: string, aggregateId: string, payload: object): EventEnvelope => ({
  eventId: uuidv7(),
  type,
  aggregateId,
  version: 1,
  occurredAt: new Date().toISOString(),
  payload,
});
const hear = (...events: EventEnvelope[]) => world.running.deliver(events);
const send = () => world.ask.deliverDue({ limit: 10 });
const rows = () =>
  world.sql<{ status: string; attempts: number; to: string | null; error: string | null; wait: number }[]>`
    SELECT status, attempts, recipient AS "to", last_error AS error, extract(epoch FROM due_at - now())::float AS wait FROM mails ORDER BY id`;
/** As if its next try had come. */
const itIsTime = () => world.sql`UPDATE mails SET due_at = now() WHERE status = 'PENDING'`;
const headerOf = (message: string, name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(message)?.[1]?.trim();

test('an event is one mail, however often and by however many it is heard and sent', async () => {
  const event = placed();
  await Promise.all([hear(event), hear(event), hear(event, event)]);
  await hear({ ...event });
  await Promise.all([send(), send(), send()]);
  await send();
  expect(server.got.map(({ to }) => to)).toEqual([['ada@example.com']]);
  const { message } = server.got[0]!;
  expect(headerOf(message, 'subject')).toBe('Your order H1');
  expect(headerOf(message, 'from')).toBe('Shop <shop@shop.example.com>');
  expect(message).toContain('text/plain');
  expect(message).toContain('text/html');
  expect(await rows()).toMatchObject([{ status: 'SENT', attempts: 1, error: null }]);
});

const counted = (outcome: string) => `holdfast_mails_total{outcome="${outcome}"}`;

test('a "not now" is tried again after growing pauses, and given up after the last', async () => {
  server.rules.rcpt = () => 451;
  await hear(placed());
  const [retried, dead] = [await figure(counted('retried')), await figure(counted('dead'))];
  for (const [i, pause] of PAUSES_S.entries()) {
    await send();
    const [mail] = await rows();
    expect(mail).toMatchObject({ status: 'PENDING', attempts: i + 1, error: expect.stringContaining('no, with 451') });
    expect(mail!.wait).toBeGreaterThan(pause * 0.75);
    expect(mail!.wait).toBeLessThan(pause * 1.25);
    expect(await send()).toEqual({ taken: 0 });
    await itIsTime();
  }
  await send();
  expect(await rows()).toMatchObject([{ status: 'DEAD', attempts: PAUSES_S.length + 1 }]);
  expect([await figure(counted('retried')), await figure(counted('dead'))]).toEqual([retried + PAUSES_S.length, dead + 1]);
  expect(server.got).toEqual([]);
});

test.each(['rcpt', 'data'] as const)('a "never" of %s ends it at once, until a person has seen to it', async (step) => {
  server.rules[step] = () => 550;
  logTo.length = 0;
  await hear(placed());
  await send();
  expect(logTo.map((line) => JSON.parse(line) as object)).toMatchObject([{ msg: 'a mail is given up', kind: 'ORDER_PLACED', status: 550 }]);
  expect(logTo.join(), 'to whom it was is not said, though the server says it').not.toContain('ada@');
  expect(await rows()).toMatchObject([{ status: 'DEAD', attempts: 1, error: expect.stringContaining('no, with 550') }]);
  server.rules[step] = () => null;
  await itIsTime();
  expect(await send()).toEqual({ taken: 0 });
  const resend = `mutation ($id: ID!) { mailResend(id: $id) { mail { status } userErrors { code } } }`;
  const [{ id }] = (await world.sql<{ id: string }[]>`SELECT id FROM mails`) as unknown as [{ id: string }];
  const identity = { audience: 'admin', customerId: null, staff: ROOT, traceId: 'test' } as const;
  const answer = () => world.running.query({ query: resend, variables: { id }, identity });
  expect((await answer()).data).toEqual({ mailResend: { mail: { status: 'PENDING' }, userErrors: [] } });
  expect((await answer()).data).toMatchObject({ mailResend: { userErrors: [{ code: 'MAIL_NOT_FOUND' }] } });
  expect(await grown([counted('sent')], send)).toEqual([1]);
  expect(server.got).toHaveLength(1);
  expect((await answer()).data).toEqual({ mailResend: { mail: { status: 'SENT' }, userErrors: [{ code: 'MAIL_NOT_FOUND' }] } });
});

test('one that is refused keeps no other from being sent', async () => {
  server.rules.rcpt = (address) => (address.startsWith('bad') ? 550 : null);
  await hear(...Array.from({ length: 6 }, (_, i) => placed({ email: i === 2 ? 'bad@example.com' : `ada${i}@example.com` })));
  await send();
  expect((await rows()).map((mail) => mail.status).sort()).toEqual(['DEAD', 'SENT', 'SENT', 'SENT', 'SENT', 'SENT']);
});

test('a server that is away, and orders that cannot be asked, are waited for', async () => {
  await hear(placed());
  ordersAway = true;
  await send();
  expect(await rows()).toMatchObject([{ status: 'PENDING', to: null, error: 'Error: orders is away' }]);
  ordersAway = false;
  await server.close();
  await itIsTime();
  await send();
  expect(await rows()).toMatchObject([
    { status: 'PENDING', to: 'ada@example.com', attempts: 2, error: expect.stringContaining('ECONNREFUSED') },
  ]);
  server = await mailServer(port);
  await itIsTime();
  await send();
  expect(await rows()).toMatchObject([{ status: 'SENT', attempts: 3 }]);
  expect(server.got).toHaveLength(1);
});

test('one that was taken and not heard of is sent again as the same message', async () => {
  server.rules.deaf = true;
  await hear(placed());
  await send();
  expect(await rows()).toMatchObject([{ status: 'PENDING', attempts: 1 }]);
  const first = server.got[0]!.message;
  server = await mailServer(port);
  await itIsTime();
  await send();
  expect(headerOf(server.got[0]!.message, 'message-id')).toMatch(/^<[0-9a-f-]{36}@shop[.]example[.]com>$/);
  expect(headerOf(server.got[0]!.message, 'message-id')).toBe(headerOf(first, 'message-id'));
});

test('an address is one address, whatever is in it', async () => {
  await hear(placed({ email: 'ada@example.com, eve@example.com' }), placed({ email: 'ada@example.com\r\nBcc: eve@example.com' }));
  await send();
  expect(server.got.flatMap(({ to }) => to)).not.toContain('eve@example.com');
  expect(server.got.every(({ to, message }) => to.length === 1 && !/^bcc:/im.test(message))).toBe(true);
});

test('nobody is written to about an order that was never placed, or is not there', async () => {
  const { orderId } = placed({ number: null }).payload as { orderId: string };
  await hear(
    eventOf('orders.OrderCancelled', orderId, { orderId, reason: null }),
    eventOf('orders.OrderCancelled', uuidv7(), { orderId: uuidv7() }),
  );
  await send();
  expect(await rows()).toMatchObject([{ status: 'DROPPED' }, { status: 'DROPPED' }]);
});

test('a shipment and a refund are told of with what is in them', async () => {
  const { orderId } = placed().payload as { orderId: string };
  const { orderLineId } = known.get(orderId)!.lines[0]!;
  const shipment = {
    carrier: 'DHL',
    trackingNumber: '42',
    trackingUrl: 'https://track.example.com/42',
    lines: [{ orderLineId, quantity: 1 }],
  };
  await hear(
    eventOf('fulfillment.ShipmentShipped', uuidv7(), { shipmentId: uuidv7(), orderId, ...shipment }),
    eventOf('orders.OrderRefunded', orderId, { orderId, refundId: uuidv7(), amountMinor: 150, currencyCode: 'EUR', reason: 'secret' }),
  );
  await send();
  const bodies = await world.sql<{ kind: string; text: string }[]>`SELECT kind, text_body AS text FROM mails ORDER BY kind`;
  expect(bodies[0]).toMatchObject({ kind: 'ORDER_REFUNDED', text: expect.stringContaining('€1.50') });
  expect(bodies[0]!.text).not.toContain('secret');
  expect(bodies[1]!.text).toContain('1 x Apple (A)');
  expect(bodies[1]!.text).toContain('https://track.example.com/42');
});

test('a link that opens an account is sent once, is not kept, and is not sent when it holds no more', async () => {
  const [customerId, other] = [uuidv7(), uuidv7()];
  await hear(
    eventOf('accounts.PasswordResetRequested', customerId, { linkId: LINK, customerId }),
    eventOf('accounts.VerificationRequested', other, { linkId: uuidv7(), customerId: other }),
  );
  await send();
  expect(server.got).toHaveLength(1);
  const body = server.got[0]!.message.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  expect(body).toContain('https://shop.example.com/account/reset-password?token=a%2Fb%2Bc');
  expect((await rows()).map(({ status }) => status).sort()).toEqual(['DROPPED', 'SENT']);
  expect(await world.sql`SELECT 1 FROM mails WHERE text_body IS NOT NULL OR html_body IS NOT NULL`).toHaveLength(0);
});

test('who is erased is forgotten: what was written to them as a guest too, and nothing that waits is sent', async () => {
  const customerId = uuidv7();
  await hear(
    placed({ customerId, email: 'Grace@example.com' }),
    placed({ email: 'grace@example.com' }),
    placed({ email: 'ada@example.com' }),
  );
  await send();
  const { data } = await world.ask.exportCustomer({ customerId });
  expect((data as { mails: object[] }).mails).toMatchObject([{ to: 'Grace@example.com', subject: 'Your order H1' }]);
  await hear(placed({ customerId, email: 'grace@example.com' }));
  await hear(eventOf('accounts.CustomerErased', customerId, { customerId }));
  await send();
  expect(server.got).toHaveLength(3);
  expect((await rows()).map(({ status, to }) => `${status} ${to}`).sort()).toEqual([
    'DROPPED null',
    'SENT ada@example.com',
    'SENT null',
    'SENT null',
  ]);
  const [{ traces }] = (await world.sql`SELECT count(*)::int AS traces FROM mails WHERE mails::text ILIKE '%grace%'`) as unknown as [
    { traces: number },
  ];
  expect(traces).toBe(0);
  expect(await world.ask.exportCustomer({ customerId })).toEqual({ data: { mails: [] } });
});

test('who has shown that an address is theirs finds the mails to it among their own', async () => {
  const customerId = uuidv7();
  await hear(placed({ email: 'Mary@example.com' }), placed({ email: 'ada@example.com' }));
  await send();
  await hear(eventOf('accounts.EmailVerified', customerId, { customerId, email: 'mary@example.com' }));
  const { data } = await world.ask.exportCustomer({ customerId });
  expect((data as { mails: { to: string }[] }).mails.map(({ to }) => to)).toEqual(['Mary@example.com']);
});

test('what is old is deleted, unless it may still be sent', async () => {
  await hear(placed(), placed());
  await world.sql`UPDATE mails SET created_at = now() - interval '31 days'`;
  await world.sql`UPDATE mails SET status = 'DEAD' WHERE id = (SELECT max(id::text)::uuid FROM mails)`;
  expect(await world.ask.forgetOld({})).toEqual({ forgotten: 1 });
  expect(await rows()).toMatchObject([{ status: 'PENDING' }]);
});

test('staff see which mails there are, page by page, and nobody else does', async () => {
  await hear(placed({ email: 'a@example.com' }), placed({ email: 'b@example.com' }), placed({ email: 'c@example.com' }));
  await send();
  const query = 'query ($after: String) { mails(first: 2, after: $after) { nodes { to status kind } pageInfo { hasNextPage endCursor } } }';
  const ask = async (audience: 'admin' | 'storefront', variables = {}) =>
    world.running.query({
      query,
      variables,
      identity: { audience, customerId: null, staff: audience === 'admin' ? ROOT : null, traceId: 'test' },
    });
  const first = (await ask('admin')).data as { mails: { nodes: { to: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const second = (await ask('admin', { after: first.mails.pageInfo.endCursor })).data as typeof first;
  expect([...first.mails.nodes, ...second.mails.nodes].map(({ to }) => to)).toHaveLength(3);
  expect(first.mails.pageInfo.hasNextPage).toBe(true);
  expect(second.mails.pageInfo.hasNextPage).toBe(false);
  expect((await ask('storefront')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
