import { sql as raw } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';
import { sagaTable } from '../../kit/saga-log.ts';

export const schema = pgSchema('checkout');
export const { outbox, inbox, leases } = messageTables(schema);
/** One saga an attempt that was taken on, under the attempt's id. */
export const sagas = sagaTable(schema, [
  // of guests whose attempts came to nothing, and who may be erased
  index('sagas_refused_email').on(raw`lower(input->>'email')`).where(raw`state = 'COMPENSATED'`),
]);

/** One client's one try to buy, named by its idempotency key within who asks. */
export const attempts = schema.table(
  'attempts',
  {
    id: uuid().primaryKey(),
    /** Who asked (a customer, or a guest), and for which operation. */
    scope: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the canonical input: the same key with another input is refused. */
    fingerprint: text().notNull(),
    /** Refused before anything was begun; otherwise the saga knows the answer. */
    refusals: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('attempts_key').on(table.scope, table.key), index('attempts_created').on(table.createdAt)],
);

/** A cart that someone is buying: one row a cart, its hold drawn anew when it has run out. */
export const checkouts = schema.table(
  'checkouts',
  {
    id: uuid().primaryKey(),
    cartId: uuid('cart_id').notNull(),
    reservationId: uuid('reservation_id').notNull(),
    /** What the buyer was told last: for which state of the cart, and at what sum. Null until stock was held. */
    cartVersion: bigint('cart_version', { mode: 'number' }),
    subtotalMinor: bigint('subtotal_minor', { mode: 'number' }),
    /** Which ways of delivery, where to, and at what prices: they hold until `expires_at`. */
    delivery: jsonb(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('checkouts_cart').on(table.cartId)],
);

const time = (name: string) => timestamp(name, { withTimezone: true });
const bigNumber = (name: string) => bigint(name, { mode: 'number' });

/** A flash sale, with what its one admitter keeps: how far the line has come, and the token bucket. */
export const sales = schema.table(
  'sales',
  {
    id: uuid().primaryKey(),
    slug: text().notNull(),
    name: text().notNull(),
    opensAt: time('opens_at').notNull(),
    endsAt: time('ends_at').notNull(),
    /** Checkouts a second that the merchant wants let through; the shop's own limits come on top. */
    admissionsPerSecond: integer('admissions_per_second').notNull(),
    /** Units that one customer may buy in all; null: no limit. */
    maxPerCustomer: integer('max_per_customer'),
    /** Counters that each variant's stock is to be spread over. Written down; the spreading itself is not done yet. */
    stockShards: integer('stock_shards').notNull().default(1),
    /** 32 random bytes in hex, secret until the sale is over, and the SHA-256 of them. */
    shuffleSeed: text('shuffle_seed').notNull(),
    shuffleCommitment: text('shuffle_commitment').notNull(),
    paused: boolean().notNull().default(false),
    draining: boolean().notNull().default(false),
    /** FREE: there are units to be had. HELD: none, but some that are held may come back. GONE: none at all. As last seen by the admitter. */
    stock: text().notNull().default('FREE'),
    /** When those who waited before opening were shuffled. */
    drawnAt: time('drawn_at'),
    /** Places given out, and the highest that was admitted. */
    lastPlace: bigNumber('last_place').notNull().default(0),
    admittedPlace: bigNumber('admitted_place').notNull().default(0),
    /** The bucket: admissions saved up, and when that was reckoned. */
    tokens: doublePrecision().notNull().default(0),
    refilledAt: time('refilled_at'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('sales_slug').on(table.slug),
    index('sales_ends').on(table.endsAt),
    check('sales_times', raw`ends_at > opens_at`),
    check('sales_stock', raw`stock IN ('FREE', 'HELD', 'GONE')`),
  ],
);

export const saleVariants = schema.table(
  'sale_variants',
  {
    saleId: uuid('sale_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    /** The merchant's order. */
    position: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.saleId, table.variantId] }), index('sale_variants_variant').on(table.variantId)],
);

/** What operators did to a running sale: append-only, kept so by a trigger of the migration. */
export const saleActions = schema.table(
  'sale_actions',
  {
    id: uuid().primaryKey(),
    saleId: uuid('sale_id').notNull(),
    action: text().notNull(),
    admissionsPerSecond: integer('admissions_per_second'),
    reason: text(),
    /** Who asked: the API's audience, and the trace of the request. */
    by: text().notNull(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [index('sale_actions_sale').on(table.saleId, table.at)],
);

/** One visitor's place in a sale's line. */
export const tickets = schema.table(
  'tickets',
  {
    id: uuid().primaryKey(),
    saleId: uuid('sale_id').notNull(),
    visitorId: text('visitor_id').notNull(),
    /** WAITING, ADMITTED, EXPIRED, USED; sold out is the sale's doing, not the ticket's. */
    status: text().notNull().default('WAITING'),
    /** Joined before opening: shuffled. */
    early: boolean().notNull(),
    /** SHA-256 of the seed and the id, in hex: those who came early are let in in its order. */
    lot: text().notNull(),
    /** The order of coming. */
    arrival: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** The place in line, from 1; null until the admitter has given it. */
    place: bigint({ mode: 'number' }),
    joinedAt: time('joined_at').notNull().defaultNow(),
    /** Until when an admission must be used. */
    expiresAt: time('expires_at'),
    /** Of an admission: its visitor knows of it, or has not come to hear, and their turn was given to the next. */
    told: boolean().notNull().default(false),
    /** The cart, or the attempt where lines are given directly, that first used it. */
    boundTo: uuid('bound_to'),
    /** The attempt that has it, and since when. */
    usedBy: uuid('used_by'),
    usedAt: time('used_at'),
  },
  (table) => [
    uniqueIndex('tickets_visitor').on(table.saleId, table.visitorId),
    uniqueIndex('tickets_used_by').on(table.usedBy),
    index('tickets_unplaced').on(table.saleId, table.arrival).where(raw`place IS NULL`),
    index('tickets_lots').on(table.saleId, raw`lot COLLATE "C"`).where(raw`place IS NULL AND early`),
    index('tickets_line').on(table.saleId, table.place).where(raw`status = 'WAITING'`),
    index('tickets_admitted').on(table.saleId, table.expiresAt).where(raw`status = 'ADMITTED'`),
    check('tickets_status', raw`status IN ('WAITING', 'ADMITTED', 'EXPIRED', 'USED')`),
    check('tickets_used', raw`(status = 'USED') = (used_by IS NOT NULL)`),
  ],
);

/** How many units a customer has taken in a sale, over all their orders. */
export const saleCustomers = schema.table(
  'sale_customers',
  {
    saleId: uuid('sale_id').notNull(),
    /** SHA-256 of the customer's id, or of a guest's e-mail without its variations. */
    customerKey: text('customer_key').notNull(),
    bought: integer().notNull(),
    /** The limit under which the last unit was taken; null: there was none. */
    allowed: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.saleId, table.customerKey] }),
    check('sale_customers_limit', raw`bought >= 0 AND (allowed IS NULL OR bought <= allowed)`),
  ],
);

/** What each attempt has taken of a sale: its ticket and its units. A GIVEN_BACK row of no sale is a tombstone. */
export const salePurchases = schema.table(
  'sale_purchases',
  {
    attemptId: uuid('attempt_id').primaryKey(),
    /** TAKEN; GIVEN_BACK by the saga's undo; RETURNED when its order was cancelled later, the ticket stays used. */
    state: text().notNull(),
    saleId: uuid('sale_id'),
    ticketId: uuid('ticket_id'),
    customerKey: text('customer_key'),
    orderId: uuid('order_id'),
    units: integer().notNull().default(0),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('sale_purchases_order').on(table.orderId),
    index('sale_purchases_customer').on(table.saleId, table.customerKey),
    check('sale_purchases_state', raw`state IN ('TAKEN', 'GIVEN_BACK', 'RETURNED')`),
  ],
);

/** E-mails that customers have shown to be theirs: what guests tried to buy with them goes when the customer does. */
export const verifiedEmails = schema.table(
  'verified_emails',
  { customerId: uuid('customer_id').notNull(), email: text().notNull() },
  (table) => [primaryKey({ columns: [table.customerId, table.email] })],
);

/** Customers who are erased, and since when: attempts that were under way then are looked at again. */
export const erasures = schema.table('erasures', {
  customerId: uuid('customer_id').primaryKey(),
  at: time('at').notNull().defaultNow(),
});

/** Variants of which one customer may buy so many in all, over all their orders, in a sale or not. No row: no limit. */
export const purchaseLimits = schema.table(
  'purchase_limits',
  {
    variantId: uuid('variant_id').primaryKey(),
    maxPerCustomer: integer('max_per_customer').notNull(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  () => [check('purchase_limits_max', raw`max_per_customer >= 1`)],
);

/** How many units of a limited variant a customer has, over all their orders. */
export const limitCustomers = schema.table(
  'limit_customers',
  {
    variantId: uuid('variant_id').notNull(),
    /** As in `sale_customers`. */
    customerKey: text('customer_key').notNull(),
    bought: integer().notNull(),
    /** The limit under which the last unit was taken; null where nobody can take any more. */
    allowed: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.customerKey] }),
    check('limit_customers_limit', raw`bought >= 0 AND (allowed IS NULL OR bought <= allowed)`),
  ],
);

/** What each attempt has taken of its customer's limits. A GIVEN_BACK row of no customer is a tombstone. */
export const limitPurchases = schema.table(
  'limit_purchases',
  {
    attemptId: uuid('attempt_id').primaryKey(),
    /** TAKEN; GIVEN_BACK by the saga's undo; RETURNED when its order was cancelled later. */
    state: text().notNull(),
    customerKey: text('customer_key'),
    orderId: uuid('order_id'),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('limit_purchases_order').on(table.orderId),
    check('limit_purchases_state', raw`state IN ('TAKEN', 'GIVEN_BACK', 'RETURNED')`),
  ],
);

/** The limited units of an attempt. */
export const limitUnits = schema.table(
  'limit_units',
  {
    attemptId: uuid('attempt_id').notNull(),
    variantId: uuid('variant_id').notNull(),
    units: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attemptId, table.variantId] }),
    index('limit_units_variant').on(table.variantId),
    check('limit_units_some', raw`units > 0`),
  ],
);
