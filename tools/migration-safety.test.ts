import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contextNames } from '../topology.ts';
import { faultsOf } from './migration-safety.ts';

/** Shipped before anybody had a shop to keep open. Nothing is added here. */
const BEFORE = new Set([
  'catalog/0001_event_deliveries.sql',
  'catalog/0002_weight_and_tax_class.sql',
  'search/0001_event_deliveries.sql',
  'search/0002_counts_and_outgoing.sql',
  'inventory/0001_event_deliveries.sql',
  'cart/0001_event_deliveries.sql',
  'cart/0002_customers_carts.sql',
  'checkout/0001_event_deliveries.sql',
  'checkout/0004_limits_and_erasures.sql',
  'orders/0001_event_deliveries.sql',
  'orders/0002_order_history.sql',
  'orders/0003_fulfillment.sql',
  'orders/0004_erasures.sql',
  'payments/0001_event_deliveries.sql',
  'payments/0002_refund_checks.sql',
  'operations/0001_event_deliveries.sql',
]);

const migrations = contextNames.flatMap((context) => {
  const folder = new URL(`../subgraphs/${context}/migrations/`, import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return files.map((file) => [`${context}/${file}`, readFileSync(new URL(file, folder), 'utf8')] as const);
});

describe('a migration', () => {
  test.each(migrations.filter(([name]) => !BEFORE.has(name)))('%s can be applied beside a shop that is open', (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  test.each([...BEFORE])('%s is excused for what it does', (name) => {
    expect(faultsOf(migrations.find(([other]) => other === name)![1])).not.toEqual([]);
  });

  test.each([
    ['ALTER TABLE "cart"."carts" ADD COLUMN "note" text NOT NULL', 'give it a DEFAULT'],
    ['ALTER TABLE "cart"."carts" ADD COLUMN "code" uuid DEFAULT gen_random_uuid()', 'written anew'],
    ['ALTER TABLE "cart"."carts" ADD COLUMN "no" bigint GENERATED ALWAYS AS IDENTITY', 'written anew'],
    ['ALTER TABLE "cart"."carts" ADD COLUMN "code" text UNIQUE', 'CONCURRENTLY'],
    ['ALTER TABLE "cart"."carts" DROP COLUMN "note"', 'contract step'],
    ['DROP TABLE "cart"."carts"', 'contract step'],
    ['DROP INDEX "cart"."carts_customer"', 'contract step'],
    ['ALTER TABLE "cart"."carts" RENAME COLUMN "note" TO "notes"', 'by its old name'],
    ['ALTER TABLE "cart"."carts" RENAME TO "baskets"', 'by its old name'],
    ['ALTER TABLE "cart"."carts" ALTER COLUMN "note" SET DATA TYPE integer', 'written anew'],
    ['ALTER TABLE "cart"."carts" ALTER COLUMN "note" SET NOT NULL', 'may write NULL'],
    ['ALTER TABLE "cart"."carts" ALTER COLUMN "note" DROP DEFAULT', 'leave the column out'],
    ['ALTER TABLE "cart"."carts" ADD CONSTRAINT "carts_note" CHECK (note <> \'\')', 'NOT VALID'],
    ['ALTER TABLE "cart"."carts" ADD CONSTRAINT "of" FOREIGN KEY ("a") REFERENCES "cart"."b"("id")', 'NOT VALID'],
    ['ALTER TABLE "cart"."carts" ADD CONSTRAINT "one" UNIQUE("note")', 'USING INDEX'],
    ['CREATE INDEX "carts_note" ON "cart"."carts" USING btree ("note")', 'CONCURRENTLY'],
    ['UPDATE "cart"."carts" SET note = \'\'', 'let a job do it'],
    ['CREATE INDEX CONCURRENTLY "carts_note" ON "cart"."carts" USING btree ("note")', 'each IF (NOT) EXISTS'],
    [
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS "a" ON "cart"."carts" ("note")\n--> statement-breakpoint\nALTER TABLE "cart"."carts" ADD COLUMN "n" text',
      'no transaction',
    ],
  ])('refused: %s', (statement, why) => {
    expect(faultsOf(`-- what it is for\n${statement};`)[0]?.why).toContain(why);
  });

  test.each([
    'ALTER TABLE "cart"."carts" ADD COLUMN "note" text',
    'ALTER TABLE "cart"."carts" ADD COLUMN "count" integer DEFAULT 0 NOT NULL',
    'ALTER TABLE "cart"."carts" ADD COLUMN "at" timestamp with time zone DEFAULT now() NOT NULL',
    'ALTER TABLE "cart"."carts" ADD CONSTRAINT "carts_note" CHECK (note <> \'\') NOT VALID',
    'ALTER TABLE "cart"."carts" VALIDATE CONSTRAINT "carts_note"',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS "carts_note" ON "cart"."carts" USING btree ("note")',
    'CREATE TABLE "cart"."notes" ("id" uuid NOT NULL);--> statement-breakpoint\nCREATE UNIQUE INDEX "notes_id" ON "cart"."notes" ("id")',
    '-- contract: since 0.3 nobody reads it, and 0.2 is gone\nALTER TABLE "cart"."carts" DROP COLUMN "note"',
  ])('taken: %s', (statement) => {
    expect(faultsOf(statement)).toEqual([]);
  });

  test('a contract step says why', () => {
    expect(faultsOf('-- contract: yes\nDROP TABLE "cart"."carts"')).toHaveLength(1);
  });
});
