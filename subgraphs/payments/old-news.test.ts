import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../schema/testing/context-database.ts';
import { PaymentStatus } from './contract.ts';
import { isOldNews, settleOldNews } from './old-news.ts';

const REACHED = {
  authorization: ['AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
  capture: ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'],
};
const TELLS_OF: [type: string, ofWhat: keyof typeof REACHED][] = [
  ['payment_intent.amount_capturable_updated', 'authorization'],
  ['charge.succeeded', 'authorization'],
  ['payment_intent.succeeded', 'capture'],
  ['charge.captured', 'capture'],
];
/** These may tell of something that our row cannot know, whatever it says. */
const ALWAYS_NEWS = [
  'payment_intent.canceled',
  'payment_intent.payment_failed',
  'charge.refunded',
  'charge.dispute.created',
  'refund.updated',
];

describe('only what our row says already is old news', () => {
  test.each(TELLS_OF)('%s tells of the %s', (type, ofWhat) => {
    expect(PaymentStatus.options.filter((status) => isOldNews(type, status)).sort()).toEqual(REACHED[ofWhat]);
  });

  test.each(ALWAYS_NEWS)('%s is always news', (type) => {
    for (const status of PaymentStatus.options) expect(isOldNews(type, status)).toBe(false);
  });
});

describe('settling what is stored', () => {
  let database: ContextDatabase;
  beforeAll(async () => {
    database = await contextDatabase('payments');
  });
  afterAll(() => database.close());

  test('marks exactly the old news, of every type and every status, and leaves what was done before as it was', async () => {
    const { sql } = database;
    const expected: string[] = [];
    for (const status of PaymentStatus.options) {
      await sql`
        INSERT INTO payments (id, status, amount_minor, currency_code, payment_method_id, provider_intent_id)
        VALUES (${uuidv7()}, ${status}, 1000, 'EUR', 'pm_card_visa', ${`pi_${status}`})`;
      for (const type of [...TELLS_OF.map(([it]) => it), ...ALWAYS_NEWS]) {
        const id = `${type} ${status}`;
        await sql`INSERT INTO webhook_events (event_id, type, payload, intent_id) VALUES (${id}, ${type}, '{}', ${`pi_${status}`})`;
        if (isOldNews(type, status)) expected.push(id);
      }
    }
    await sql`INSERT INTO webhook_events (event_id, type, payload, intent_id) VALUES ('of nobody', 'charge.captured', '{}', 'pi_unknown')`;
    await sql`
      INSERT INTO webhook_events (event_id, type, payload, intent_id, processed_at, attempts)
      VALUES ('done before', 'charge.captured', '{}', 'pi_CAPTURED', '2020-01-01', 3)`;
    await settleOldNews(sql);
    const settled = await sql<{ id: string; attempts: number }[]>`
      SELECT event_id AS id, attempts FROM webhook_events WHERE processed_at > '2020-01-02'`;
    expect(settled.map((row) => row.id).sort()).toEqual(expected.sort());
    expect(new Set(settled.map((row) => row.attempts))).toEqual(new Set([1]));
    expect(await sql`SELECT attempts FROM webhook_events WHERE event_id = 'done before'`).toEqual([{ attempts: 3 }]);
  });
});
