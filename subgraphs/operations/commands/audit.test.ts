import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, type Db } from '../../../kit/db.ts';
import { type Identity, ROOT } from '../../../kit/identity.ts';
import { contextUrl } from '../../../kit/migrate.ts';
import { testSigner } from '../../../schema/testing/subgraph.ts';
import { INVARIANTS } from '../invariants/all.ts';
import { printAudit } from '../report.ts';
import { CAPTURED, charge, idOf } from '../testing/purchases.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { checkInvariants } from './audit.ts';

// Vite would load GraphQL's ES build beside the CommonJS one that @apollo/subgraph uses, and the two do not know each other.

const DEPTH = { name: 'outbox-relay', waiting: 3, active: 1, delayed: 0, failed: 2, oldestWaitingSeconds: 1.5 };
const admin: Identity = { audience: 'admin', customerId: null, staff: ROOT, traceId: 't' };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ depths: async () => [DEPTH] });
});
afterAll(() => shop?.close());
beforeEach(() => shop.refill());

const found = async () => (await shop.ask.audit({})).findings.map((finding) => finding.invariant);

describe('an audit', () => {
  test('of a healthy shop has no finding, whatever is under way in it', async () => {
    const report = await shop.ask.audit({});
    expect(report.findings).toEqual([]);
    expect(report.invariants).toBe(INVARIANTS.length);
    expect(report.rowsChecked).toBeGreaterThan(200);
    expect(printAudit(report)).toMatch(new RegExp(`^All is well: ${INVARIANTS.length} invariants on \\d+ rows at .*, no finding\\.$`));
  });

  test('of what always holds asks no more than that, and tells the same of it', async () => {
    const always = INVARIANTS.filter((invariant) => invariant.when === 'always');
    expect(await shop.ask.audit({ only: 'always' })).toMatchObject({ invariants: always.length, findings: [] });
    await shop.sql`UPDATE checkout.sagas SET state = 'STUCK' WHERE id = ${idOf('attempt', 6)}`;
    await shop.sql`UPDATE inventory.stock SET available = available + 1 WHERE shard = 0`;
    expect(new Set(await found())).toEqual(new Set(['stock-ledger', 'sagas-ended']));
    const { findings } = await shop.ask.audit({ only: 'always' });
    expect(new Set(findings.map((finding) => finding.invariant))).toEqual(new Set(['stock-ledger']));
  });

  test('can be made on any connection with a list of charges, or without the provider', async () => {
    const twice = [...shop.provider.ledger, charge({ n: 1, intentId: 'pi_1b' })];
    const seen = async (charges: typeof twice | null) =>
      (await checkInvariants(shop.sql, charges, { only: 'always' })).findings.map((finding) => finding.invariant);
    expect(await seen(twice)).toEqual(['single-charge']);
    expect(await seen(null)).toEqual([]);
    expect((await checkInvariants(shop.sql, shop.provider.ledger)).findings).toEqual([]);
  });

  test('stops passing over what a saga leaves unfinished once that takes too long', async () => {
    await shop.refill({ justConfirmed: { ageSeconds: 60 }, beingCancelled: { cancellation: { state: 'RUNNING', ageSeconds: 60 } } });
    expect(new Set(await found())).toEqual(new Set(['sagas-ended', 'sold-units', 'captured-payments']));
  });

  test('takes a saga that was taken up again this moment for a young one', async () => {
    await shop.refill({ bankHasAnswered: { bankAnsweredSeconds: 60, order: ['PENDING'], payment: ['INITIATED', 'REQUIRES_ACTION'] } });
    const log = JSON.stringify([{ step: 'authorize payment', kind: 'waiting' }]);
    await shop.sql`UPDATE checkout.sagas SET log = ${log}::text::jsonb WHERE id = ${idOf('attempt', 7)}`;
    expect(await found()).toEqual([]);
    await shop.sql`UPDATE checkout.sagas SET lease_until = now() - interval '1 second' WHERE id = ${idOf('attempt', 7)}`;
    expect(await found()).toEqual(['sagas-ended']);
  });

  test('gives a hold that a saga has just handed back one sweep', async () => {
    await shop.sql`UPDATE inventory.reservations SET expires_at = now() - interval '1 hour' WHERE id = ${idOf('reservation', 99)}`;
    await shop.sql`INSERT INTO checkout.checkouts (id, cart_id, reservation_id)
      VALUES (${idOf('other', 1)}, ${idOf('cart', 4)}, ${idOf('reservation', 99)})`;
    expect(await found()).toEqual(['expired-holds']);
    await shop.sql`UPDATE checkout.sagas SET updated_at = now() WHERE id = ${idOf('attempt', 4)}`;
    expect(await found()).toEqual([]);
  });

  test('does not hold against the provider what has moved since it was asked, or is about to be told', async () => {
    shop.provider.ledger = shop.provider.ledger.filter((one) => one.intentId !== 'pi_1');
    expect(await found()).toEqual(['provider-books']);
    await shop.sql`UPDATE payments.payments SET updated_at = now() + interval '1 minute' WHERE id = ${idOf('payment', 1)}`;
    expect(await found()).toEqual([]);
    await shop.sql`UPDATE payments.payments SET updated_at = now() - interval '1 minute' WHERE id = ${idOf('payment', 1)}`;
    await shop.sql`UPDATE payments.webhook_events SET intent_id = 'pi_1' WHERE event_id = 'evt_3'`;
    expect(await found()).toEqual([]);
  });

  test('does not hold against the provider what a saga is about to write down', async () => {
    const captured = charge({ n: 8 });
    await shop.refill({ justCaptured: { payment: ['INITIATED', 'AUTHORIZED'] } });
    shop.provider.ledger.push(captured);
    expect(await found()).toEqual([]);
    await shop.refill({ justCaptured: { payment: ['INITIATED', 'AUTHORIZED'], ageSeconds: 60 } });
    shop.provider.ledger.push(captured);
    expect(await found()).toEqual(['provider-books', 'sagas-ended']);
  });

  test('counts a refund that is on its way as given back', async () => {
    await shop.refill({ declined: { payment: CAPTURED } });
    await shop.sql`INSERT INTO payments.refunds (id, payment_id, key, amount_minor)
      VALUES (${idOf('other', 77)}, ${idOf('payment', 4)}, 'late', 2990)`;
    expect(await found()).toEqual([]);
    await shop.sql`UPDATE payments.refunds SET status = 'FAILED' WHERE key = 'late'`;
    expect(await found()).toEqual(['captured-payments']);
  });

  test('says that the provider could not be asked, and checks the rest', async () => {
    shop.provider.down = true;
    await shop.sql`UPDATE payments.webhook_events SET received_at = now() - interval '1 minute' WHERE event_id = 'evt_3'`;
    const { findings, invariants } = await shop.ask.audit({});
    expect(findings.map(({ invariant, subject }) => [invariant, subject])).toEqual([
      ['provider-books', 'payment provider'],
      ['webhooks-applied', 'webhook evt_3'],
    ]);
    expect(invariants).toBe(INVARIANTS.filter((invariant) => !invariant.needsProvider).length);
  });

  test('prints its findings by invariant, with the promise that is broken, and no attempt by its id', async () => {
    shop.provider.ledger.push(charge({ n: 1, intentId: 'pi_1b' }));
    await shop.sql`UPDATE checkout.sagas SET state = 'STUCK' WHERE id = ${idOf('attempt', 6)}`;
    const printed = printAudit(await shop.ask.audit({}));
    expect(printed).toMatch(new RegExp(`^2 findings: ${INVARIANTS.length} invariants on`));
    expect(printed).toContain('single-charge: The provider keeps at most one charge for an order.');
    expect(printed).toContain(`order ${idOf('order', 1)}`);
    expect(printed).toContain('2 charges kept: pi_1, pi_1b');
    expect(printed).toMatch(/PlaceOrder of attempt [0-9a-f]{12} +\d{4}-.*Z +STUCK/);
    expect(printed).not.toContain(idOf('attempt', 6));
  });
});

describe('over GraphQL', () => {
  const ask = (query: string, identity = admin) => shop.running.query({ query, identity });

  test('an admin reads the audit and the queues', async () => {
    await shop.sql`UPDATE payments.webhook_events SET received_at = '2026-01-01T00:00:00Z' WHERE event_id = 'evt_3'`;
    const { data, errors } = await ask(`{ audit { checkedAt invariants rowsChecked findings { invariant subject detail since } }
      jobQueues { name waiting active delayed failed oldestWaitingSeconds } }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      audit: {
        invariants: INVARIANTS.length,
        findings: [{ invariant: 'webhooks-applied', subject: 'webhook evt_3', since: '2026-01-01T00:00:00.000Z' }],
      },
      jobQueues: [DEPTH],
    });
  });

  test.each(['{ audit { invariants } }', '{ jobQueues { name } }'])('nobody else may ask %s', async (query) => {
    const { data, errors } = await ask(query, { ...admin, audience: 'storefront', staff: null });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('its role', () => {
  let own: Db;
  let tables: { name: string }[];
  beforeAll(async () => {
    own = connect({ url: contextUrl(shop.url, 'operations', testSigner), schema: 'operations', max: 1 });
    tables = await shop.sql`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = ANY(${shop.contexts}) ORDER BY 1`;
  });
  afterAll(() => own?.close());

  test('reads every table of every other context, and can write, empty, change or drop none', async () => {
    expect(tables.length).toBeGreaterThan(25);
    for (const { name } of tables) {
      await own.sql.unsafe(`SELECT count(*) FROM ${name}`);
      for (const write of [
        `INSERT INTO ${name} DEFAULT VALUES`,
        `DELETE FROM ${name}`,
        `TRUNCATE ${name}`,
        `ALTER TABLE ${name} ADD COLUMN x int`,
        `DROP TABLE ${name}`,
      ]) {
        await expect(own.sql.unsafe(write), write).rejects.toMatchObject({ code: '42501' });
      }
    }
    expect(Number((await shop.sql`SELECT count(*) FROM orders.orders`)[0]!.count)).toBeGreaterThan(5);
  });

  test('updates no column of theirs, and makes nothing in their schemas', async () => {
    const columns = await shop.sql<{ statement: string }[]>`
      SELECT format('UPDATE %I.%I SET %I = NULL', table_schema, table_name, min(column_name)) AS statement
      FROM information_schema.columns WHERE table_schema = ANY(${shop.contexts}) AND is_identity = 'NO' AND is_generated = 'NEVER'
        GROUP BY table_schema, table_name`;
    const others = shop.contexts.map((context) => `CREATE TABLE ${context}.mine (id int)`);
    for (const statement of [...columns.map((row) => row.statement), ...others, `SELECT nextval('orders.order_numbers')`]) {
      await expect(own.sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
  });
});
