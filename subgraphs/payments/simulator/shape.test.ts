import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CARD_PAYMENT, PATIENTLY, simulatorSuite } from './simulator-suite.ts';

const SPEC = new URL('../../../../shared/data/stripe/openapi-spec3-2023-09-12.json', import.meta.url);
const present = existsSync(SPEC);
if (!present) console.warn("skipped: shapes against Stripe's OpenAPI document, because shared/data/stripe is not here");

/** OpenAPI 3.0 says `nullable`; JSON Schema says so with a type. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, asJsonSchema(value)]));
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function validators(): Record<string, ValidateFunction> {
  const spec = JSON.parse(readFileSync(SPEC, 'utf8')) as { components: { schemas: Record<string, unknown> } };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'stripe', components: asJsonSchema(spec.components) as object });
  const names = ['payment_intent', 'charge', 'refund', 'event', 'dispute', 'payment_method', 'balance', 'error'];
  return Object.fromEntries(names.map((name) => [name, ajv.compile({ $ref: `stripe#/components/schemas/${name}` })]));
}

let suite: Awaited<ReturnType<typeof simulatorSuite>>;
let validate: Record<string, ValidateFunction> = {};

function expectShape(name: string, object: unknown): void {
  const check = validate[name];
  expect(check?.(object) ? [] : check?.errors).toEqual([]);
}

describe.skipIf(!present)("shapes of Stripe's OpenAPI document", () => {
  beforeAll(async () => {
    validate = validators();
    suite = await simulatorSuite({ refundSettleMs: 1 });
    const cards = ['visa', 'chargeDeclined', 'threeDSecure2Required', 'createDispute', 'refundFail', 'riskLevelElevated', 'radarBlock'];
    for (const card of cards) {
      for (const capture_method of ['manual', 'automatic'] as const) {
        const terms = { ...CARD_PAYMENT, capture_method, metadata: { order_id: card } };
        const { id } = await suite.stripe.paymentIntents.create(terms);
        await suite.stripe.paymentIntents.confirm(id, { payment_method: `pm_card_${card}` }).catch(() => {});
        await suite.stripe.paymentIntents.capture(id).catch(() => suite.stripe.paymentIntents.cancel(id).catch(() => {}));
        await suite.stripe.refunds.create({ payment_intent: id, amount: 700 }).catch(() => {});
      }
    }
    await suite.stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const unsettled = async () => (await suite.sql`SELECT id FROM refunds WHERE settles_to IS NOT NULL`).length;
    await vi.waitUntil(async () => (await unsettled()) === 0, PATIENTLY);
  });
  afterAll(() => suite?.end());

  it('are kept by every object in the ledger', async () => {
    const tables = {
      payment_intent: 'payment_intents',
      charge: 'charges',
      refund: 'refunds',
      dispute: 'disputes',
      event: 'events',
    };
    for (const [name, table] of Object.entries(tables)) {
      const rows = await suite.sql<{ doc: object }[]>`SELECT doc FROM ${suite.sql(table)}`;
      expect(rows.length).toBeGreaterThan(0);
      for (const { doc } of rows) expectShape(name, doc);
    }
  });

  it('are kept inside events', async () => {
    const rows = await suite.sql<{ object: { object: string } }[]>`SELECT doc->'data'->'object' AS object FROM events`;
    for (const { object } of rows) expectShape(object.object, object);
  });

  it('are kept by answers: expanded, declined, and the rest', async () => {
    const get = async (path: string) => (await suite.request('GET', path)).json();
    const expansions = 'expand[]=data.latest_charge&expand[]=data.payment_method';
    const intents = (await get(`/v1/payment_intents?limit=100&${expansions}`)) as { data: { latest_charge: unknown }[] };
    expect(intents.data.some((intent) => typeof intent.latest_charge === 'object' && intent.latest_charge !== null)).toBe(true);
    for (const intent of intents.data) expectShape('payment_intent', intent);
    expectShape('payment_method', await get('/v1/payment_methods/pm_card_avsZipFail'));
    expectShape('balance', await get('/v1/balance'));
    const form = 'amount=900&currency=eur&payment_method_types[]=card&payment_method=pm_card_visa_chargeDeclinedLostCard&confirm=true';
    const declined = await suite.request('POST', '/v1/payment_intents', form);
    expect(declined.status).toBe(402);
    expectShape('error', await declined.json());
  });
});
