import type { Sql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import type { Read } from '../../../kit/db.ts';
import { isUuid } from '../../../kit/uuid.ts';
import { admissionRate, type ShopLimits } from './admission-rate.ts';
import type { AdmissionTokens } from './admission-token.ts';
import { earlyPolls } from './early-polls.ts';
import { pollAfter } from './polling.ts';
import { positionOf, shownStatus, type TicketStatus } from './ticket.ts';
import { type TicketRow, ticketRows } from './ticket-rows.ts';

/** A ticket as the API shows it. */
export type ShownTicket = {
  id: string;
  saleId: string;
  status: TicketStatus;
  position: number;
  estimatedWaitSeconds: number | null;
  pollAfterMs: number;
  token: string | null;
  expiresAt: Date | null;
};

type Parts = { read: Read; sql: Sql; tokens: AdmissionTokens; limits: ShopLimits };

/** Tells visitors how their tickets stand. `polls` is to be told of whatever changes one. */
export function ticketReader({ read, sql, tokens, limits }: Parts) {
  const rowOf = ticketRows(read);
  const polls = earlyPolls<ShownTicket>();
  const noteTold = batched((ids: string[]) => writeTold(sql, ids));
  async function look(id: string): Promise<ShownTicket | null> {
    const row = await rowOf(id);
    const ticket = row && (await shown(row, tokens, limits));
    if (ticket?.token && !row?.told) await noteTold(id);
    if (ticket) polls.keep(id, ticket);
    return ticket;
  }
  return {
    polls,
    /** By the visitor's wish; a poll that comes too early is answered as the one before. */
    ticket: async (given: string): Promise<ShownTicket | null> => {
      const id = given.toLowerCase();
      return isUuid(id) ? (polls.get(id) ?? look(id)) : null;
    },
  };
}

async function writeTold(sql: Sql, ids: string[]): Promise<null[]> {
  await sql`
    WITH held AS (SELECT id FROM tickets WHERE id = ANY(${ids}::uuid[]) AND status = 'ADMITTED' AND NOT told ORDER BY id FOR NO KEY UPDATE)
    UPDATE tickets t SET told = true FROM held WHERE t.id = held.id`;
  return ids.map(() => null);
}

async function shown(row: TicketRow, tokens: AdmissionTokens, limits: ShopLimits): Promise<ShownTicket> {
  const { id, saleId, phase, stock, opensInMs } = row;
  const status = shownStatus(row.status, phase, stock);
  const isInLine = status === 'WAITING' || status === 'SOLD_OUT';
  const position = isInLine ? positionOf(row) : 0;
  const moves = status === 'WAITING' && !row.paused && stock === 'FREE';
  const waitMs = moves ? opensInMs + (position * 1000) / admissionRate(limits, row.admissionsPerSecond) : null;
  const admitted = status === 'ADMITTED';
  return {
    id,
    saleId,
    status,
    position,
    estimatedWaitSeconds: waitMs && Math.ceil(waitMs / 1000),
    pollAfterMs: pollAfter({ status, waitMs, opensInMs, undrawn: row.drawn ? null : position }),
    token: admitted ? await tokens.sign({ saleId, ticketId: id }, row.expiresAt!) : null,
    expiresAt: admitted ? row.expiresAt : null,
  };
}
