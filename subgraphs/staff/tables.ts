import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgSchema, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('staff');
export const { outbox, inbox, leases } = messageTables(schema);

const at = (name: string) => timestamp(name, { withTimezone: true });

/** Keys of machines. What is given out once is kept as its hash. */
export const apiKeys = schema.table(
  'api_keys',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    hash: text().notNull(),
    scopes: text().array().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  () => [check('api_keys_scopes', sql`cardinality(scopes) > 0`)],
);

/** People who work for the shop. INVITED until they have chosen a password; DISABLED ones stay, because the trail names them. */
export const members = schema.table(
  'members',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    role: text().notNull(),
    status: text().notNull(),
    passwordHash: text('password_hash'),
    /** Sign-ins that have failed since the last that has not. */
    failures: integer().notNull().default(0),
    lockedUntil: at('locked_until'),
    /** Of the invitation that holds; null once it was taken. */
    invitationHash: text('invitation_hash'),
    invitedUntil: at('invited_until'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('members_email').on(table.email),
    check('members_email_lower', sql`email = lower(email)`),
    check('members_status', sql`status IN ('INVITED', 'ACTIVE', 'DISABLED')`),
    check('members_role', sql`role IN ('OWNER', 'MANAGER', 'FULFILLMENT', 'SUPPORT', 'READ_ONLY')`),
    check('members_password', sql`status <> 'ACTIVE' OR password_hash IS NOT NULL`),
  ],
);

/**
 * Sign-ins. Refresh tokens are numbered and signed; the one numbered `seq` is good, once. An older one that comes again ends
 * the sign-in, because somebody else has it, too.
 */
export const sessions = schema.table(
  'sessions',
  {
    id: uuid().primaryKey(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    seq: integer().notNull().default(1),
    rotatedAt: at('rotated_at').notNull().defaultNow(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [index('sessions_member').on(table.memberId)],
);

/**
 * Who did what. Append-only (a trigger refuses UPDATE, DELETE and TRUNCATE): an action is BEGUN, and how it has ENDED is a second
 * row. `at` is the clock of the database of the context that did it. Numbers have no gap, so that a row that is gone is missed.
 */
export const trail = schema.table(
  'trail',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    actionId: uuid('action_id').notNull(),
    /** BEGUN | ENDED */
    phase: text().notNull(),
    at: at('at').notNull(),
    writtenAt: at('written_at').notNull().defaultNow(),
    context: text().notNull(),
    actorKind: text('actor_kind'),
    actorId: text('actor_id'),
    scopes: text().array(),
    field: text(),
    arguments: jsonb(),
    traceId: text('trace_id'),
    /** DONE | REFUSED | FORBIDDEN | FAILED */
    outcome: text(),
    codes: text().array(),
  },
  (table) => [
    unique('trail_action').on(table.actionId, table.phase),
    index('trail_actor').on(table.actorId, table.seq),
    check(
      'trail_phase',
      sql`CASE phase WHEN 'BEGUN' THEN actor_id IS NOT NULL AND field IS NOT NULL WHEN 'ENDED' THEN outcome IS NOT NULL ELSE false END`,
    ),
  ],
);

/** One row: the number of the last row of the trail. Whoever writes there takes it first. */
export const trailHead = schema.table('trail_head', { seq: bigint({ mode: 'number' }).notNull() });
