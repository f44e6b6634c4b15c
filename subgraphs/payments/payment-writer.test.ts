import fc from 'fast-check';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../schema/testing/context-database.ts';
import { FACTS, stepsThrough } from './payment.ts';
import { type NewPayment, type PaymentWriter, paymentWriter } from './payment-writer.ts';
import { getPayment, type PaymentRow } from './rows.ts';

const COUNT = 3;
const which = fc.nat(COUNT - 1);
const call = fc.oneof(
  // an order that another payment has already is a bad request, and hurts nobody else
  fc.record({ verb: fc.constant('open' as const), on: fc.nat(COUNT), order: fc.option(which, { freq: 3 }) }),
  fc.record({ verb: fc.constant('storeIntent' as const), on: which, intent: fc.constantFrom('x', 'y') }),
  fc.record({ verb: fc.constant('advance' as const), on: which, stale: fc.boolean(), facts: fc.subarray([...FACTS], { minLength: 1 }) }),
);
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

describe('what buyers of one turn write of their payments', () => {
  let database: ContextDatabase;
  let writer: PaymentWriter;
  beforeAll(async () => {
    database = await contextDatabase('payments');
    writer = paymentWriter(database.sql);
  });
  afterAll(() => database.close());

  const payment = (more: Partial<NewPayment> = {}): NewPayment => ({
    ...{ paymentId: uuidv7(), orderId: uuidv7(), attemptId: uuidv7(), amountMinor: 500, currencyCode: 'EUR' },
    ...{ paymentMethodId: 'pm_card_visa', request: '{}' },
    ...more,
  });

  /** Payments to work on, some of which have an intent already, and one that is not there yet. */
  async function world(started: boolean[]) {
    const payments = Array.from({ length: COUNT + 1 }, () => payment());
    for (const [i, one] of payments.slice(0, COUNT).entries()) {
      await writer.open(one);
      if (started[i]) await writer.storeIntent({ paymentId: one.paymentId, intentId: `pi_${one.paymentId}`, clientSecret: null });
    }
    const seen = await Promise.all(payments.slice(0, COUNT).map((one) => getPayment(database.sql, one.paymentId)));
    const act = (one: Call): Promise<PaymentRow | null> => {
      const { paymentId } = payments[one.on]!;
      if (one.verb === 'open')
        return writer.open({ ...payments[one.on]!, ...(one.order !== null && { orderId: payments[one.order]!.orderId }) });
      if (one.verb === 'storeIntent')
        return writer.storeIntent({ paymentId, intentId: `pi_${one.intent}_${paymentId}`, clientSecret: 's' });
      const row = seen[one.on]!;
      const move = { payment: one.stale ? { ...row, version: row.version + 1 } : row, steps: stepsThrough(row.status, one.facts) };
      return writer.advance({ ...move, cause: 'law', changes: { refundedMinor: 7 } });
    };
    return { act, look: () => booksOf(database.sql, payments) };
  }
  const outcome = (answer: Promise<PaymentRow | null>) =>
    answer.then(
      (row) => row && { status: row.status, version: row.version },
      (error: { constraint_name?: string }) => error.constraint_name,
    );

  test('is what it would be, had they come one after another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('open' as const, 'storeIntent' as const, 'advance' as const),
        fc.array(call, { minLength: 2, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: COUNT, maxLength: COUNT }),
        async (verb, calls, started) => {
          const same = calls.filter((one) => one.verb === verb);
          const [together, alone] = [await world(started), await world(started)];
          const answers = await Promise.all(same.map((one) => outcome(together.act(one))));
          const expected: unknown[] = [];
          for (const one of same) expected.push(await outcome(alone.act(one)));
          expect(answers).toEqual(expected);
          expect(await together.look()).toEqual(await alone.look());
        },
      ),
      { numRuns: 80 },
    );
  });

  test('is one statement', async () => {
    const ids = Array.from({ length: 20 }, () => payment());
    const [before] = await database.sql`SELECT count(*)::int AS n FROM payments`;
    let statements = 0;
    const counting = new Proxy(database.sql, {
      apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
        if (args[0].join('').includes('INSERT INTO payments')) statements++;
        return Reflect.apply(target, self, args);
      },
    });
    const { open } = paymentWriter(counting);
    const rows = await Promise.all(ids.map(open));
    expect(rows.map((row) => row?.id)).toEqual(ids.map((one) => one.paymentId));
    expect(statements).toBe(1);
    const [after] = await database.sql`SELECT count(*)::int AS n FROM payments`;
    expect(after!.n - before!.n).toBe(20);
  });
});

/** All that is stored of payments, without what is drawn or told by the clock. */
async function booksOf(sql: Sql, payments: NewPayment[]) {
  const books = [];
  for (const { paymentId } of payments) {
    const rows = await sql`
      SELECT p.status, p.version::int, p.refunded_minor::int, p.intent_open, replace(p.provider_intent_id, p.id::text, '') AS intent,
        (SELECT json_agg(json_build_array(t.seq, t.from_status, t.to_status, t.cause) ORDER BY t.seq) FROM payment_transitions t WHERE t.payment_id = p.id) AS steps
      FROM payments p WHERE p.id = ${paymentId}`;
    books.push([...rows]);
  }
  return books;
}
