import type { Shopper } from '../../stories/shopper.ts';
import { chargedTwice, findingsWhenQuiet, LIVE } from '../harness/checks.ts';
import type { DrillWorld } from '../harness/drill-world.ts';
import { differences, type Level, type OrderRow } from './accounts.ts';
import { type Early, faultsOfDraw, inversions, turnsOf } from './fairness.ts';
import type { Goods, Load } from './load.ts';

/** What buyers were told against the books, once all is quiet; each list names offenders, and should be empty. */
export type Afterwards = {
  stock: Level;
  orders: number;
  oversold: string[];
  stranded: string[];
  chargedTwice: string[];
  lost: string[];
  cheated: string[];
  findings: string[];
  draw: string[];
  inversions: { inverted: number; pairs: number; share: number | null };
  early: number;
};

type Parts = {
  world: DrillWorld;
  me: Shopper;
  goods: Goods;
  load: Load;
  stock: number;
  opensAt: number;
  commitment: string;
  seed: string | null;
};
type TicketRow = { id: string; place: number | null; early: boolean; admittedMs: number | null; cameBack: boolean };

/** How long the books may take to come to rest. */
const QUIET_MS = 60_000;

export async function lookAfterwards({ world, me, goods, load, stock, opensAt, commitment, seed }: Parts): Promise<Afterwards> {
  const findings = await findingsWhenQuiet(me, QUIET_MS);
  const { variantId } = goods.drop;
  const [level] = await world.books<Level[]>`
    SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold FROM inventory.stock WHERE variant_id = ${variantId}`;
  const all = await world.books<OrderRow[]>`
    SELECT o.id, o.email, o.status, coalesce(sum(l.quantity) FILTER (WHERE l.variant_id = ${variantId}), 0)::int AS units
    FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id GROUP BY o.id`;
  const live = new Map(all.filter((order) => LIVE.has(order.status)).map((order) => [order.id, order]));
  const { toldTwice, lost, ...differing } = differences(level!, live, load, stock);
  // an admission's moment is its end, less the time for which all are good; one that came back has another end
  const tickets = await world.books<TicketRow[]>`
    SELECT id, place::int, early, extract(epoch FROM expires_at)::float8 * 1000 AS "admittedMs",
      EXISTS (SELECT FROM checkout.sale_purchases p WHERE p.ticket_id = t.id AND p.state <> 'TAKEN') AS "cameBack"
    FROM checkout.tickets t WHERE sale_id = ${goods.saleId}`;
  return {
    stock: level!,
    orders: [...live.values()].filter((order) => order.units > 0).length,
    ...differing,
    chargedTwice: [...(await chargedTwice(world)), ...toldTwice],
    lost: [...lost, ...(await paidForNothing(world, live))],
    findings,
    draw: faultsOfDraw(tickets.filter(({ early }) => early) as Early[], seed, commitment),
    inversions: inversions(lateComers(load, tickets, opensAt)),
    early: tickets.filter(({ early }) => early).length,
  };
}

/** What the provider has kept for orders that are none. */
const paidForNothing = async (world: DrillWorld, live: Map<string, OrderRow>): Promise<string[]> =>
  (await world.provider.ledger())
    .filter(({ order_id: id, captured, refunded }) => captured > refunded && !(id && live.has(id)))
    .map(({ order_id: id, captured }) => `${captured} were taken for ${id}, which is no order that lives`);

/** Honest visitors who came once it was open, by when they asked for a place in line and had it; but for those whose admission came back. */
function lateComers({ buyers }: Load, tickets: TicketRow[], opensAt: number) {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const late = buyers.flatMap(({ ticketId, askedAt, joinedAt }) => {
    const ticket = byId.get(ticketId ?? '');
    return ticket && !ticket.early && !ticket.cameBack && askedAt !== null && joinedAt !== null && askedAt >= opensAt
      ? [{ askedAt, joinedAt, admittedMs: ticket.admittedMs }]
      : [];
  });
  const turns = turnsOf(late.map(({ admittedMs }) => admittedMs));
  return late.map(({ askedAt, joinedAt }, i) => ({ askedAt, joinedAt, turn: turns[i]! }));
}
