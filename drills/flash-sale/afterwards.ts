import type { Shopper } from '../../stories/shopper.ts';
import { chargedTwice, findingsWhenQuiet, LIVE } from '../harness/checks.ts';
import type { DrillWorld } from '../harness/drill-world.ts';
import { type Early, faultsOfDraw, inversions, turnsOf } from './fairness.ts';
import type { BuyerStory, Goods, Load } from './load.ts';

/** What buyers were told against the books, once all is quiet; each list names offenders, and should be empty. */
export type Afterwards = {
  stock: { available: number; reserved: number; sold: number };
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
type OrderRow = { id: string; email: string; status: string; units: number };
type TicketRow = { id: string; place: number | null; early: boolean; admittedMs: number | null };

/** How long the books may take to come to rest. */
const QUIET_MS = 60_000;

export async function lookAfterwards({ world, me, goods, load, stock, opensAt, commitment, seed }: Parts): Promise<Afterwards> {
  const findings = await findingsWhenQuiet(me, QUIET_MS);
  const { variantId } = goods.drop;
  const [level] = await world.books<Afterwards['stock'][]>`
    SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold FROM inventory.stock WHERE variant_id = ${variantId}`;
  const all = await world.books<OrderRow[]>`
    SELECT o.id, o.email, o.status, coalesce(sum(l.quantity) FILTER (WHERE l.variant_id = ${variantId}), 0)::int AS units
    FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id GROUP BY o.id`;
  const live = new Map(all.filter((order) => LIVE.has(order.status)).map((order) => [order.id, order]));
  const ofDrop = [...live.values()].filter((order) => order.units > 0);
  // an admission's moment is its end, less the time for which all are good
  const tickets = await world.books<TicketRow[]>`
    SELECT id, place::int, early, extract(epoch FROM expires_at)::float8 * 1000 AS "admittedMs" FROM checkout.tickets WHERE sale_id = ${goods.saleId}`;
  return {
    stock: level!,
    orders: ofDrop.length,
    oversold: oversold(level!, ofDrop, stock),
    stranded: stranded(level!, load),
    chargedTwice: [...(await chargedTwice(world)), ...toldTwice([...load.buyers, ...load.shoppers])],
    lost: [...lostOrders([...load.buyers, ...load.shoppers], live), ...(await paidForNothing(world, live))],
    cheated: cheated(load, ofDrop),
    findings,
    draw: faultsOfDraw(tickets.filter(({ early }) => early) as Early[], seed, commitment),
    inversions: inversions(lateComers(load, tickets, opensAt)),
    early: tickets.filter(({ early }) => early).length,
  };
}

function oversold(level: Afterwards['stock'], orders: OrderRow[], stock: number): string[] {
  const units = orders.reduce((sum, order) => sum + order.units, 0);
  return [
    ...(units > stock ? [`orders have ${units} units of ${stock}`] : []),
    ...(level.sold > stock ? [`${level.sold} of ${stock} units count as sold`] : []),
    ...(level.sold !== units ? [`${level.sold} units count as sold, orders have ${units}`] : []),
  ];
}

/** Units that are left although somebody went away without, or that nobody can buy. */
function stranded({ available, reserved }: Afterwards['stock'], { buyers }: Load): string[] {
  const without = buyers.filter((buyer) => buyer.outcome !== 'bought').length;
  return [
    ...(reserved > 0 ? [`${reserved} units are held by nobody who wants them`] : []),
    ...(available > 0 && without > 0 ? [`${Math.min(available, without)} units are left, and ${without} buyers went away without`] : []),
  ];
}

const toldTwice = (stories: BuyerStory[]) =>
  stories.filter(({ orderIds }) => orderIds.length > 1).map(({ email, orderIds }) => `${email} was told ${orderIds.length} orders`);

const lostOrders = (stories: BuyerStory[], live: Map<string, OrderRow>): string[] =>
  stories.flatMap(({ email, outcome, orderIds, admittedAt, ticketId }) => {
    if (outcome === 'bought')
      return live.get(orderIds[0] ?? '')?.email === email
        ? []
        : [`${email} was told that order ${orderIds[0]} is bought; it is not theirs`];
    const isUndecided = outcome === 'gave up' && (admittedAt !== null || ticketId === null);
    return isUndecided ? [`${email} never had a last word`] : [];
  });

/** What the provider has kept for orders that are none. */
const paidForNothing = async (world: DrillWorld, live: Map<string, OrderRow>): Promise<string[]> =>
  (await world.provider.ledger())
    .filter(({ order_id: id, captured, refunded }) => captured > refunded && !(id && live.has(id)))
    .map(({ order_id: id, captured }) => `${captured} were taken for ${id}, which is no order that lives`);

function cheated({ cheats, buyers }: Load, orders: OrderRow[]): string[] {
  const honest = new Set(buyers.map((buyer) => buyer.email));
  const known = (email: string) => cheats.find(({ name }) => email.toLowerCase().startsWith(name));
  const strangers = orders.filter(({ email }) => !honest.has(email) && !known(email)).map(({ email }) => `nobody is called ${email}`);
  const beyond = cheats.flatMap(({ how, name, allowed }) => {
    const got = orders.filter(({ email }) => known(email)?.name === name).reduce((sum, order) => sum + order.units, 0);
    return got > allowed ? [`${how}: ${name} got ${got} units instead of ${allowed}`] : [];
  });
  return [...strangers, ...beyond];
}

/** Honest visitors who came once it was open, by when they were told that they stand in line. */
function lateComers({ buyers }: Load, tickets: TicketRow[], opensAt: number) {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const late = buyers.flatMap(({ ticketId, joinedAt }) => {
    const ticket = byId.get(ticketId ?? '');
    return ticket && !ticket.early && joinedAt !== null && joinedAt >= opensAt ? [{ joinedAt, admittedMs: ticket.admittedMs }] : [];
  });
  const turns = turnsOf(late.map(({ admittedMs }) => admittedMs));
  return late.map(({ joinedAt }, i) => ({ joinedAt, turn: turns[i]! }));
}
