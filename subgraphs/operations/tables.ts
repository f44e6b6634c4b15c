import { pgSchema } from 'drizzle-orm/pg-core';
import { messageTables } from '../../kit/outbox.ts';

export const schema = pgSchema('operations');
/** It keeps nothing of its own: what it answers is read from the other contexts, each time anew. */
export const { outbox, inbox, leases } = messageTables(schema);
