import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { messageOf } from '../jobs/event-log.ts';
import { EVENTS_FOLDER, eventSchemas } from './event-schemas.ts';

const written = (name: string) => readFileSync(`${EVENTS_FOLDER}/${name}`, 'utf8');

test('the schemas of events are fresh (npm run events); one that a reader could stumble over gets the next version', async () => {
  const files = await eventSchemas();
  expect(files.size).toBeGreaterThan(10);
  const names = readdirSync(EVENTS_FOLDER).filter((name) => name.endsWith('.json'));
  expect([...files.keys()].filter((name) => !names.includes(name))).toEqual([]);
  for (const [name, text] of files) expect(JSON.parse(written(name)), name).toEqual(JSON.parse(text));
  const types = new Set([...files.keys()].map((name) => name.split('.v')[0]));
  expect(names.filter((name) => !types.has(name.split('.v')[0]))).toEqual([]);
});

test('what is sent fits its schema, and something else does not', () => {
  const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(written('payments.PaymentChanged.v1.json')) as object,
  );
  const { properties } = JSON.parse(written('payments.PaymentChanged.v1.json')) as { properties: { payload: { required: string[] } } };
  const id = '0197a000-0000-7000-8000-000000000002';
  const payload = { paymentId: id, orderId: id, attemptId: id, status: 'CAPTURED' };
  const envelope = {
    eventId: '0197a000-0000-7000-8000-000000000001',
    type: 'payments.PaymentChanged',
    aggregateId: id,
    version: 3,
    occurredAt: '2026-11-26T05:00:00.000Z',
    payload,
  };
  expect(fits(JSON.parse(messageOf(envelope).value)), JSON.stringify(fits.errors)).toBe(true);
  const { [properties.payload.required[0]!]: _, ...less } = payload as Record<string, unknown>;
  expect(fits(JSON.parse(messageOf({ ...envelope, payload: less }).value))).toBe(false);
});
