import type { Sql, TransactionSql } from 'postgres';
import { batched } from '../../../kit/batch.ts';
import { transaction } from '../../../kit/db.ts';
import { type Refused, refuse } from '../../../kit/refusal.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import { saleEnded, saleNotFound } from '../sales/control-sale.ts';
import type { Phase } from '../sales/sale.ts';
import { phaseOf } from '../sales/sale-rows.ts';

export type JoinInput = { saleId: string; visitorId: string };
type Joined = { ticketId: string } | Refused;
type Ticket = JoinInput & { id: string };
type Sale = { id: string; phase: Phase; draining: boolean };

const VISITOR = /^[\x20-\x7e]{1,128}$/;
const INVALID_VISITOR = refuse('INVALID_VISITOR_ID', 'A visitor is named by 1 to 128 printable ASCII characters.', ['visitorId']);

/**
 * Gives visitors a ticket each; who has one gets the same. One whose admission has run out goes to the end of the line with
 * it. All who join in one turn of the event loop are written by one statement.
 */
export function joinWaitingRoom(sql: Sql) {
  const join = batched((inputs: JoinInput[]) => transaction(sql, (tx) => joinAll(tx, inputs)));
  return async ({ saleId, visitorId }: JoinInput): Promise<Joined> => {
    if (!VISITOR.test(visitorId)) return INVALID_VISITOR;
    return isUuid(saleId) ? join({ saleId: saleId.toLowerCase(), visitorId }) : saleNotFound(['saleId']);
  };
}

async function joinAll(tx: TransactionSql, inputs: JoinInput[]): Promise<Joined[]> {
  // whoever makes the draw holds these rows: nobody comes early while it is made
  await tx`SELECT FROM sales WHERE id = ANY(${inputs.map((input) => input.saleId)}::uuid[]) ORDER BY id FOR KEY SHARE`;
  const asked = tx`unnest(${inputs.map(() => uuidv7())}::uuid[], ${inputs.map((input) => input.saleId)}::uuid[],
    ${inputs.map((input) => input.visitorId)}::text[]) WITH ORDINALITY AS x(id, sale_id, visitor_id, nth)`;
  const sales = await tx<Sale[]>`
    SELECT s.id, ${phaseOf(tx)} AS phase, s.draining FROM sales s WHERE s.id = ANY(${inputs.map((input) => input.saleId)}::uuid[])`;
  const fresh = await tx<Ticket[]>`
    INSERT INTO tickets (id, sale_id, visitor_id, early, lot)
    SELECT x.id, s.id, x.visitor_id, clock_timestamp() < s.opens_at, encode(sha256(convert_to(s.shuffle_seed || x.id::text, 'UTF8')), 'hex')
    FROM ${asked} JOIN sales s ON s.id = x.sale_id WHERE NOT s.draining AND now() < s.ends_at ORDER BY nth
    ON CONFLICT (sale_id, visitor_id) DO NOTHING RETURNING id, sale_id AS "saleId", visitor_id AS "visitorId"`;
  const ids = new Map(fresh.map((ticket) => [whose(ticket), ticket.id]));
  const again = inputs.filter((input) => !ids.has(whose(input)));
  if (again.length > 0) for (const ticket of await comeAgain(tx, again)) ids.set(whose(ticket), ticket.id);
  return inputs.map((input) =>
    answerOf(
      sales.find((sale) => sale.id === input.saleId),
      ids.get(whose(input)),
    ),
  );
}

const whose = ({ saleId, visitorId }: JoinInput): string => `${saleId} ${visitorId}`;

/** Those who have a ticket already, or who may have none; a lapsed one is put at the end of the line. */
async function comeAgain(tx: TransactionSql, inputs: JoinInput[]): Promise<Ticket[]> {
  const tickets = await tx<(Ticket & { lapsed: boolean })[]>`
    SELECT t.id, t.sale_id AS "saleId", t.visitor_id AS "visitorId", ${lapsed(tx)} AS lapsed
    FROM unnest(${inputs.map((input) => input.saleId)}::uuid[], ${inputs.map((input) => input.visitorId)}::text[]) AS x(sale_id, visitor_id)
    JOIN tickets t ON t.sale_id = x.sale_id AND t.visitor_id = x.visitor_id`;
  const late = tickets.filter((ticket) => ticket.lapsed).map(({ id }) => id);
  if (late.length > 0)
    await tx`
      UPDATE tickets t SET status = 'WAITING', early = false, place = NULL, arrival = DEFAULT, expires_at = NULL, told = false, bound_to = NULL
      FROM sales s WHERE t.id = ANY(${late}::uuid[]) AND s.id = t.sale_id AND NOT s.draining AND now() < s.ends_at AND ${lapsed(tx)}`;
  return tickets;
}

const lapsed = (tx: TransactionSql) => tx`(t.status = 'EXPIRED' OR (t.status = 'ADMITTED' AND t.expires_at <= now()))`;

function answerOf(sale: Sale | undefined, ticketId: string | undefined): Joined {
  if (!sale) return saleNotFound(['saleId']);
  if (sale.phase === 'ENDED') return saleEnded(['saleId']);
  if (ticketId) return { ticketId };
  return refuse('WAITING_ROOM_CLOSED', 'This sale takes nobody new into its line.', ['saleId']);
}
