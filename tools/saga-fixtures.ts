import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { createLog } from '../kit/log.ts';
import { embeddedPostgres } from '../kit/postgres/embedded.ts';
import type { SagaRecord } from '../kit/saga-log.ts';
import { newRecord, runSaga } from '../kit/saga-runner.ts';
import type { SagaFixture } from '../kit/testing/saga-fixtures.ts';
import { everyStep, memorySagaLog, refusing } from '../kit/testing/saga-worlds.ts';
import { uuidv7 } from '../kit/uuid.ts';
import { toyShop } from '../subgraphs/checkout/testing/toy-shop.ts';
import { openShopFloor } from '../wiring/testing/shop-floor.ts';

/**
 * `npm run saga-fixtures`: writes what the sagas of this version write, for the versions to come, which must take them up half-done.
 * Run before a release; a file of a version that has been released is never written again.
 */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-saga-fixtures-'));
const server = await embeddedPostgres({ dataDir });
process.env.TEST_POSTGRES_URL = server.url;
const shop = await openShopFloor();
try {
  const variantId = await shop.variant(50);
  await shop.manage('checkout', 'mutation($input:PurchaseLimitInput!){purchaseLimitSave(input:$input){userErrors{code}}}', {
    input: { variantId, maxPerCustomer: 10 },
  });
  const bought = await shop.buyCart(await shop.cart(variantId, 2));
  const declined = await shop.buyCart(await shop.cart(variantId, 1), 'pm_card_visa_chargeDeclined');
  const refunded = await shop.buy(variantId);
  await shop.cancel(bought.orderId!);
  await shop.manage('orders', 'mutation($input:RefundInput!){refundCreate(input:$input){userErrors{code}}}', {
    input: { idempotencyKey: refunded.attemptId, orderId: refunded.orderId, restock: true, reason: 'It does not fit.' },
  });
  const whole = await written(shop.sql, 'checkout', bought.attemptId, 'bought from a cart, of a limited product');
  write('checkout', [
    whole,
    await written(shop.sql, 'checkout', declined.attemptId, 'the card is declined'),
    await turnedBack(whole, 'in a sale, cancelled by its buyer while it was paid'),
  ]);
  write('orders', [
    await written(shop.sql, 'orders', await idOf(shop.sql, 'CancelOrder'), 'a paid order is cancelled'),
    await written(shop.sql, 'orders', await idOf(shop.sql, 'RefundOrder'), 'a paid order is refunded, and its unit comes back'),
    claimGivenUp(await written(shop.sql, 'orders', await idOf(shop.sql, 'RefundOrder'), 'the refund is refused')),
  ]);
} finally {
  await shop.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function written(sql: Sql, context: string, id: string, about: string): Promise<SagaFixture> {
  const [row] = await sql<
    SagaFixture[]
  >`SELECT name, ${about} AS about, state, input, ids, log, refusals FROM ${sql(`${context}.sagas`)} WHERE id = ${id}`;
  return row!;
}

async function idOf(sql: Sql, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`SELECT id FROM orders.sagas WHERE name = ${name}`;
  return row!.id;
}

/** What cannot be timed: refused at the last moment, with every step done before. The runner writes it, over a toy shop. */
async function turnedBack({ input, ids, log }: SagaFixture, about: string): Promise<SagaFixture> {
  const quoted = log.find((entry) => entry.step === 'quote')!.answer as object;
  const toy = everyStep(toyShop().saga, refusing('confirm order'));
  const saga = everyStep(toy, (step) => (step.name === 'quote' ? { ...step, run: async () => ({ ...quoted, inSale: true }) } : step));
  const record: SagaRecord = { ...newRecord(saga, uuidv7(), input, ids), log: [] };
  const ending = await runSaga(saga, record, memorySagaLog(record).log, createLog('silent'));
  if (ending.kind !== 'refused') throw new Error(`the saga has ended as ${ending.kind}: ${JSON.stringify(record.log.at(-1))}`);
  return { name: saga.name, about, state: 'COMPENSATED', input, ids, log: record.log, refusals: record.refusals };
}

/** The same refund, had its payment been refused. */
function claimGivenUp(refund: SagaFixture): SagaFixture {
  const begun = refund.log.slice(0, refund.log.findIndex((entry) => entry.kind === 'started' && entry.step === 'refund payment') + 1);
  const refusals = [{ code: 'REFUND_REFUSED', message: 'The provider does not give it back.' }];
  const log = [...begun, { step: 'refund payment', kind: 'refused' as const }, { step: 'claim amount', kind: 'undone' as const }];
  return { ...refund, state: 'COMPENSATED', log, refusals };
}

function write(context: string, fixtures: SagaFixture[]): void {
  const folder = `subgraphs/${context}/testing/sagas`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${version}.json`, `${JSON.stringify(fixtures, null, 2)}\n`);
  console.log(`${folder}/${version}.json: ${fixtures.length} sagas, ${fixtures.reduce((sum, { log }) => sum + log.length, 0)} entries`);
}
