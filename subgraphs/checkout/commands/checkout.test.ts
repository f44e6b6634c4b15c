import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ROOT } from '../../../kit/identity.ts';
import { refuse } from '../../../kit/refusal.ts';
import { saga } from '../../../kit/saga.ts';
import { createSagas, type Sagas } from '../../../kit/sagas.ts';
import { createSigner } from '../../../kit/sign.ts';
import { checkouts, checkoutSeconds } from '../../../kit/telemetry.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import { type CheckoutInput, Purchase } from '../purchase.ts';
import { ada, bob, guest, HERS, input } from '../testing/buyers.ts';
import { admissionTokens } from '../waiting-room/admission-token.ts';
import { checkoutCommand } from './checkout.ts';

let database: ContextDatabase;
let sagas: Sagas;
let command: ReturnType<typeof checkoutCommand>;
/** It knows what is in the database, and nothing of the runs of this one. */
let otherProcess: () => typeof command;
/** Its attempts are written down when that comes to pass. */
let slowToWrite: (held: Promise<void>) => typeof command;
let lines: Record<string, unknown>[];
/** What the saga's only doubtful step answers; and the looking before it. */
let authorize: () => Promise<unknown>;
let authorized: number;
let look: () => Promise<unknown>;
let looked: number;

/** The saga's own steps are tested where they are written; here it has as many as the answers tell apart. */
const table = saga('PlaceOrder', { input: Purchase, ids: ['orderId'] })
  .read('quote', () => {
    looked++;
    return look();
  })
  .step('place order', { run: async () => null, undo: async () => null })
  .step('authorize payment', { run: () => authorize(), undo: async () => null })
  .pivot('confirm order', async () => void authorized++);

beforeAll(async () => {
  database = await contextDatabase('checkout');
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  sagas = createSagas(database.sql, [table], log);
  const signer = createSigner('a-secret-for-tests-only');
  const savedAddress = async ({ customerId, addressId }: { customerId: string; addressId: string }) =>
    customerId === ada.customerId && addressId === 'hers' ? { address: HERS } : refuse('ADDRESS_NOT_FOUND', 'No such address.');
  const parts = { sql: database.sql, table, signer, tokens: admissionTokens(signer), savedAddress, log, attemptSeconds: 900 };
  command = checkoutCommand({ ...parts, sagas });
  slowToWrite = (held) => {
    const run: Sagas['run'] = (record, open) => sagas.run(record, (first) => held.then(() => open!(first)));
    return checkoutCommand({ ...parts, sagas: { ...sagas, run } });
  };
  otherProcess = () => checkoutCommand({ ...parts, sagas: createSagas(database.sql, [table], log) });
});
afterAll(() => database.close());
beforeEach(() => {
  [lines, authorized, looked] = [[], 0, 0];
  authorize = async () => null;
  look = async () => null;
});
afterEach(() => {
  vi.useRealTimers();
});

const buy = (of: CheckoutInput, who = guest) => command.checkout(of, who);
const attemptsOf = async (key: string) => (await database.sql`SELECT id FROM attempts WHERE key = ${key}`).map((row) => row.id as string);
const kind = (answer: { __typename: string } | null) => answer?.__typename;
/** One who holds the saga at its step until they are let go. */
function gate() {
  let letGo = (_: unknown) => {};
  let arrived = () => {};
  const entered = new Promise<void>((resolve) => (arrived = resolve));
  authorize = () => {
    arrived();
    return new Promise((resolve) => (letGo = resolve));
  };
  return { entered, letGo: (answer: unknown = null) => letGo(answer) };
}

describe('one key, one attempt, one answer', () => {
  test('an attempt that succeeds is the order; told again it is the same, and nothing is done again', async () => {
    const mine = input();
    const first = await buy(mine);
    expect(first).toMatchObject({ __typename: 'CheckoutCompleted', replayed: false });
    expect(await buy(mine)).toEqual({ ...first, replayed: true });
    expect(await command.attempt(first.attemptId, guest)).toEqual({ ...first, replayed: true });
    expect(authorized).toBe(1);
    expect(await attemptsOf(mine.idempotencyKey)).toEqual([first.attemptId]);
  });

  test('a refusal on the way is remembered as well', async () => {
    authorize = async () => refuse('PAYMENT_DECLINED', 'No.');
    const mine = input();
    const first = await buy(mine);
    expect(first).toMatchObject({ __typename: 'CheckoutRejected', replayed: false, userErrors: [{ code: 'PAYMENT_DECLINED' }] });
    authorize = async () => null;
    expect(await buy(mine)).toEqual({ ...first, replayed: true });
    expect(authorized).toBe(0);
  });

  test('so is what cannot be tried at all', async () => {
    const mine = input({ lines: [] });
    const first = await buy(mine);
    expect(first).toMatchObject({ __typename: 'CheckoutRejected', replayed: false, userErrors: [{ code: 'CART_EMPTY' }] });
    expect(await buy(mine)).toEqual({ ...first, replayed: true });
    expect(await database.sql`SELECT 1 FROM sagas WHERE id = ${first.attemptId}`).toEqual([]);
    expect(looked).toBe(0);
  });

  test('who buys in a sale is told that it is under way once there is an attempt to ask for, and not before', async () => {
    let letWrite = () => {};
    const held = new Promise<void>((resolve) => (letWrite = resolve));
    const { entered, letGo } = gate();
    const mine = input({ waitingRoomToken: 'of whatever kind' });
    const answer = slowToWrite(held).checkout(mine, guest);
    expect(await Promise.race([answer, sleep(500, 'not yet')])).toBe('not yet');
    expect(await attemptsOf(mine.idempotencyKey)).toEqual([]);
    letWrite();
    await entered;
    const early = await answer;
    expect(kind(early)).toBe('CheckoutProcessing');
    expect(await attemptsOf(mine.idempotencyKey)).toEqual([early.attemptId]);
    letGo();
    expect(kind(await buy(mine))).toBe('CheckoutCompleted');
  });

  test('many at once with one key are one attempt', async () => {
    const mine = input();
    const answers = await Promise.all(Array.from({ length: 10 }, () => buy(mine)));
    expect(new Set(answers.map((answer) => answer.attemptId)).size).toBe(1);
    expect(answers.map(kind)).toEqual(Array(10).fill('CheckoutCompleted'));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(authorized).toBe(1);
  });

  test('many at once who all cannot be tried are one as well', async () => {
    const mine = input({ email: 'nobody' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => buy(mine)));
    expect(new Set(answers.map((answer) => answer.attemptId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  });

  test('a key that is no key is refused, and remembered by nobody', async () => {
    const mine = input({ idempotencyKey: 'short' });
    const answers = [await buy(mine), await buy(mine)];
    for (const answer of answers)
      expect(answer).toMatchObject({ __typename: 'CheckoutRejected', replayed: false, userErrors: [{ code: 'INVALID_IDEMPOTENCY_KEY' }] });
    expect(answers[0]!.attemptId).not.toBe(answers[1]!.attemptId);
    expect(await attemptsOf('short')).toEqual([]);
  });
});

describe('the same key with another input', () => {
  test('is refused, and the first answer stays', async () => {
    const mine = input();
    const first = await buy(mine);
    for (const other of [{ email: 'other@example.com' }, { expectedTotalMinor: 1 }, { lines: [] }]) {
      expect(await buy({ ...mine, ...other })).toMatchObject({
        __typename: 'CheckoutRejected',
        replayed: false,
        userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', message: expect.stringContaining('key'), path: ['idempotencyKey'] }],
      });
    }
    expect(await buy(mine)).toEqual({ ...first, replayed: true });
    expect(authorized).toBe(1);
  });

  test('is the same input when only the order of its fields, what is absent or the place in the queue differs', async () => {
    const mine = input();
    const first = await buy(mine);
    const turned = Object.fromEntries(Object.entries(mine).reverse()) as CheckoutInput;
    for (const same of [turned, { ...mine, cartId: null }, { ...mine, waitingRoomToken: 'admitted' }])
      expect(await buy(same)).toEqual({ ...first, replayed: true });
  });
});

describe('a key belongs to who uses it', () => {
  test('the same key of a guest and of two customers are three attempts', async () => {
    const mine = input();
    const who = [guest, ...[uuidv7(), uuidv7()].map((customerId) => ({ ...guest, customerId }))];
    const answers = await Promise.all(who.map((each) => buy(mine, each)));
    expect(answers.every((answer) => !answer.replayed)).toBe(true);
    expect(new Set(answers.map((answer) => answer.attemptId)).size).toBe(3);
    const scopes = await database.sql<{ scope: string; customer: string | null }[]>`
      SELECT a.scope, s.input->>'customerId' AS customer FROM attempts a JOIN sagas s USING (id) WHERE a.key = ${mine.idempotencyKey}`;
    expect(scopes.map(({ scope, customer }) => [scope, customer]).sort()).toEqual(
      [['guest:checkout', null], ...who.slice(1).map((each) => [`customer:${each.customerId}:checkout`, each.customerId])].sort(),
    );
  });
});

describe('an address that a customer has saved', () => {
  test('is where their order goes', async () => {
    const mine = input({ shippingAddress: null, addressId: 'hers' });
    expect(kind(await buy(mine, ada))).toBe('CheckoutCompleted');
    const [saga] =
      await database.sql`SELECT s.input->'shippingAddress' AS address FROM attempts a JOIN sagas s USING (id) WHERE a.key = ${mine.idempotencyKey}`;
    expect(saga!.address).toEqual(HERS);
  });

  test.each([
    ['somebody else’s', () => bob, { shippingAddress: null, addressId: 'hers' }, 'ADDRESS_NOT_FOUND'],
    ['one that is none', () => ada, { shippingAddress: null, addressId: 'none' }, 'ADDRESS_NOT_FOUND'],
    ['one for a guest', () => guest, { shippingAddress: null, addressId: 'hers' }, 'INVALID_ADDRESS'],
    ['one beside an address', () => ada, { addressId: 'hers' }, 'INVALID_ADDRESS'],
  ])('%s is refused', async (_, who, more, code) => {
    expect(await buy(input(more), who())).toMatchObject({ userErrors: [{ code, path: ['addressId'] }] });
  });
});

describe('an attempt is written down with its saga before anything is done', () => {
  test('with its ids, its purchase, a lease and a deadline', async () => {
    const held = gate();
    const mine = input();
    const buying = buy(mine);
    await held.entered;
    const [row] = await database.sql`
      SELECT s.name, s.state, s.ids, s.input->>'email' AS email, extract(epoch FROM s.deadline - now())::float8 AS deadline,
        extract(epoch FROM s.lease_until - now())::float8 AS lease FROM sagas s JOIN attempts a USING (id) WHERE a.key = ${mine.idempotencyKey}`;
    expect(row).toMatchObject({ name: 'PlaceOrder', state: 'RUNNING', ids: { orderId: expect.any(String) }, email: mine.email });
    expect(row!.deadline).toBeGreaterThan(890);
    expect(row!.deadline).toBeLessThanOrEqual(900);
    expect(row!.lease).toBeGreaterThan(3);
    held.letGo();
    expect(await buying).toMatchObject({ order: { id: row!.ids.orderId } });
  });
});

describe('nobody waits for ever', () => {
  /** Postgres and the loop stay real; only the clocks that the command waits by are turned. */
  const turnClocks = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  async function answered(waiting: Promise<unknown>): Promise<boolean> {
    let is = false;
    void waiting.then(() => {
      is = true;
    });
    for (let i = 0; i < 30; i++) await database.sql`SELECT 1`;
    return is;
  }

  test('the one who began it is told after five seconds that it goes on, and so it does', async () => {
    const held = gate();
    turnClocks();
    const mine = input();
    const buying = buy(mine);
    await held.entered;
    await vi.advanceTimersByTimeAsync(4_900);
    expect(await answered(buying)).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(await buying).toMatchObject({ __typename: 'CheckoutProcessing', order: { __typename: 'Order' }, pollAfterMs: 500 });
    held.letGo();
    await sagas.drain();
    expect(kind(await buy(mine))).toBe('CheckoutCompleted');
  });

  test('one who buys by an admission is told sooner', async () => {
    const held = gate();
    turnClocks();
    const buying = buy(input({ waitingRoomToken: 'of no sale' }));
    await held.entered;
    await vi.advanceTimersByTimeAsync(250);
    expect(await answered(buying)).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(await buying).toMatchObject({ __typename: 'CheckoutProcessing', replayed: false });
    held.letGo();
    await sagas.drain();
  });

  test('one whose order is not placed by then is told of none', async () => {
    let letGo = (_: unknown) => {};
    look = () => new Promise((resolve) => (letGo = resolve));
    turnClocks();
    const mine = input();
    const buying = buy(mine);
    while (looked === 0) await database.sql`SELECT 1`;
    // looking that takes its time does not keep it from being written down
    await vi.advanceTimersByTimeAsync(300);
    expect(await answered(buying)).toBe(false);
    await vi.waitUntil(async () => (await attemptsOf(mine.idempotencyKey)).length === 1);
    await vi.advanceTimersByTimeAsync(4_800);
    expect(await buying).toMatchObject({ __typename: 'CheckoutProcessing', order: null });
    letGo(null);
    await sagas.drain();
  });

  test('one with the same key after two; sooner when it ends sooner', async () => {
    const held = gate();
    turnClocks();
    const mine = input();
    const buying = buy(mine);
    await held.entered;
    const [early, late] = [buy(mine), buy(mine)];
    expect(await answered(early)).toBe(false);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(await answered(early)).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(await early).toMatchObject({ __typename: 'CheckoutProcessing', replayed: true });
    expect(kind(await late)).toBe('CheckoutProcessing');
    const third = buy(mine);
    expect(await answered(third)).toBe(false);
    held.letGo();
    expect([kind(await third), kind(await buying)]).toEqual(['CheckoutCompleted', 'CheckoutCompleted']);
  });

  describe('one whose attempt another process has', () => {
    /** An attempt that is held at its step in another process, and the same asked for here. */
    async function elsewhere() {
      const [held, mine] = [gate(), input()];
      turnClocks();
      const there = otherProcess().checkout(mine, guest);
      await held.entered;
      const here = buy(mine);
      expect(await answered(here)).toBe(false);
      return { held, there, here };
    }

    test('looks again ten times a second', async () => {
      const { held, there, here } = await elsewhere();
      held.letGo();
      expect(kind(await there)).toBe('CheckoutCompleted');
      expect(await answered(here)).toBe(false);
      await vi.advanceTimersByTimeAsync(100);
      expect(await here).toMatchObject({ __typename: 'CheckoutCompleted', replayed: true });
    });

    test('for two seconds', async () => {
      const { held, there, here } = await elsewhere();
      let tenths = 0;
      for (; !(await answered(here)); tenths++) await vi.advanceTimersByTimeAsync(100);
      expect(tenths).toBeGreaterThanOrEqual(20);
      expect(tenths).toBeLessThan(25);
      expect(kind(await here)).toBe('CheckoutProcessing');
      held.letGo();
      await there;
    });
  });

  test('one whose buyer must answer their bank is told so at once', async () => {
    authorize = async () => ({ waiting: { clientSecret: 'secret-1' } });
    const mine = input();
    const first = await buy(mine);
    expect(first).toMatchObject({ __typename: 'CheckoutActionRequired', clientSecret: 'secret-1', replayed: false });
    turnClocks();
    expect(await buy(mine)).toEqual({ ...first, replayed: true });
  });
});

describe('looking up an attempt', () => {
  test('finds it by its id, and nothing by what is none', async () => {
    const first = await buy(input());
    expect(await command.attempt(first.attemptId, guest)).toMatchObject({ attemptId: first.attemptId });
    expect(await command.attempt(uuidv7(), guest)).toBeNull();
    expect(await command.attempt('no id', guest)).toBeNull();
  });

  test('a customer’s is there for the customer and for staff; a guest’s for whoever knows its id', async () => {
    const ada = { ...guest, customerId: uuidv7() };
    const [hers, guests] = [await buy(input(), ada), await buy(input())];
    const mayLook = async (id: string, who: typeof guest) => (await command.attempt(id, who)) !== null;
    const lookers = [ada, { ...guest, audience: 'admin' as const, staff: ROOT }, guest, { ...guest, customerId: uuidv7() }];
    expect(await Promise.all(lookers.map((who) => mayLook(hers.attemptId, who)))).toEqual([true, true, false, false]);
    expect(await Promise.all(lookers.map((who) => mayLook(guests.attemptId, who)))).toEqual([true, true, true, true]);
  });
});

describe('what is measured and logged', () => {
  const counted = async (outcome: string, code: string) =>
    (await checkouts.get()).values.find(({ labels }) => labels.outcome === outcome && labels.code === code)?.value ?? 0;
  const timed = async (outcome: string) =>
    (await checkoutSeconds.get()).values.find((it) => it.metricName?.endsWith('_count') && it.labels.outcome === outcome)?.value ?? 0;

  test('each answer by its kind, a refusal by its code', async () => {
    const before = [
      await counted('CheckoutCompleted', ''),
      await counted('CheckoutRejected', 'CART_EMPTY'),
      await timed('CheckoutCompleted'),
    ];
    await buy(input());
    await buy(input({ lines: [] }));
    expect([
      await counted('CheckoutCompleted', ''),
      await counted('CheckoutRejected', 'CART_EMPTY'),
      await timed('CheckoutCompleted'),
    ]).toEqual(before.map((count) => count + 1));
  });

  test('an answer with its order and its request, and never the attempt itself, which opens it', async () => {
    const first = await buy(input());
    if (first.__typename !== 'CheckoutCompleted') throw new Error(first.__typename);
    const answers = () => lines.filter(({ msg }) => msg === 'checkout answered');
    expect(answers()).toMatchObject([{ trace_id: 'trace-1', order_id: first.order.id, outcome: 'CheckoutCompleted', code: '' }]);
    expect(answers()[0]!.attempt).toMatch(/^[0-9a-f]{12}$/);
    expect(JSON.stringify(lines)).not.toContain(first.attemptId);
    await buy(input({ lines: [] }));
    expect(answers()[1]).toMatchObject({ outcome: 'CheckoutRejected', code: 'CART_EMPTY' });
    expect(answers()[1]).not.toHaveProperty('order_id');
  });
});
