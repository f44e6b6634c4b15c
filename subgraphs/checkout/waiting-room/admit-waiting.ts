import type { Sql, TransactionSql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import { transaction } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import type { inventory } from '../../inventory/contract.ts';
import { type StockLeft, stockLeft } from '../sales/sale.ts';
import { burstOf, refilled } from './admission-bucket.ts';
import { admissionRate, type ShopLimits } from './admission-rate.ts';
import { draw } from './draw.ts';
import type { Forgetting } from './early-polls.ts';
import { givePlaces } from './places.ts';

type Parts = {
  sql: Sql;
  log: Log;
  ask: Pick<Client<typeof inventory>, 'availability'>;
  polls: Forgetting;
  limits: ShopLimits;
  /** How long an admission is good for. */
  admissionSeconds: number;
};
/** While the line moves, a turn lets in half a second's worth: a second's worth at once would come to the checkout at once. */
const SOON_MS = 500;

/**
 * Who is let in and has not come to hear of it after so many milliseconds has left, as far as can be seen: at the front of the line one asks each
 * second. Their admission stays good, and the next in line has the turn that they do not take.
 */
const NO_SHOW_MS = 5_000;

type Open = { id: string; variantIds: string[]; drawn: boolean; waiting: boolean };

/**
 * Lets the next in line into every sale that is open, as many as its bucket holds by the database's clock: one turn of the
 * one admitter. Two at the same time admit no more than one. When it does not come, or cannot learn what stock there is,
 * nobody is admitted.
 */
export const admitWaiting =
  ({ sql, log, ask, polls, limits, admissionSeconds }: Parts) =>
  async (): Promise<{ admitted: number; againInMs: number | null }> => {
    const open = await openSales(sql);
    if (open.length === 0) return { admitted: 0, againInMs: await nextOpening(sql) };
    const { variants } = await ask.availability({ variantIds: open.flatMap((sale) => sale.variantIds) });
    const levels = new Map(variants.map((level) => [level.variantId, level]));
    const sharing = open.filter((sale) => sale.waiting).length;
    let admitted = 0;
    for (const sale of open) {
      if (!sale.drawn) {
        await draw(sql, sale.id);
        log.info({ sale: sale.id }, 'a sale has opened: its places are drawn');
      }
      const stock = stockLeft(sale.variantIds.flatMap((id) => levels.get(id) ?? []));
      const rate = (wanted: number) => admissionRate(limits, wanted, sharing);
      const turn = await transaction(sql, (tx) => takeTurn(tx, { saleId: sale.id, stock, rate, admissionSeconds }));
      if (turn.stockChanged) polls.forgetSale(sale.id);
      polls.forget(turn.changed);
      admitted += turn.admitted;
    }
    return { admitted, againInMs: admitted > 0 ? SOON_MS : await nextOpening(sql) };
  };

const openSales = (sql: Sql) => sql<Open[]>`
  SELECT s.id, s.drawn_at IS NOT NULL AS drawn, ARRAY(SELECT variant_id FROM sale_variants v WHERE v.sale_id = s.id) AS "variantIds",
    EXISTS (SELECT FROM tickets t WHERE t.sale_id = s.id AND t.status = 'WAITING') AS waiting
  FROM sales s WHERE s.opens_at <= now() AND s.ends_at > now() ORDER BY s.id`;

const nextOpening = async (sql: Sql): Promise<number | null> => {
  const [next] = await sql<{ inMs: number }[]>`
    SELECT ceil(extract(epoch FROM min(opens_at) - clock_timestamp()) * 1000)::float8 AS "inMs" FROM sales
    WHERE opens_at > now() AND opens_at <= clock_timestamp() + interval '1 second' HAVING count(*) > 0`;
  return next ? Math.max(0, next.inMs) : null;
};

type About = { saleId: string; stock: StockLeft; rate: (wantedPerSecond: number) => number; admissionSeconds: number };
type Sale = { elapsedMs: number; at: string; tokens: number; paused: boolean; admissionsPerSecond: number; stock: StockLeft };
type Turn = { admitted: number; changed: string[]; stockChanged: boolean };

async function takeTurn(tx: TransactionSql, { saleId, stock, rate, admissionSeconds }: About): Promise<Turn> {
  await tx`SELECT FROM sales WHERE id = ${saleId} FOR NO KEY UPDATE`;
  // read when it is held, and by the clock of that moment: another turn may just have ended
  const [sale] = await tx<Sale[]>`
    SELECT extract(epoch FROM clock.at - refilled_at)::float8 * 1000 AS "elapsedMs", clock.at::text, tokens, paused, stock,
      admissions_per_second AS "admissionsPerSecond" FROM sales, (SELECT clock_timestamp() AS at) AS clock WHERE id = ${saleId} AND drawn_at IS NOT NULL`;
  if (!sale) return { admitted: 0, changed: [], stockChanged: false };
  const perSecond = rate(sale.admissionsPerSecond);
  const missed = await tx`
    UPDATE tickets SET told = true WHERE sale_id = ${saleId} AND status = 'ADMITTED' AND NOT told
      AND expires_at <= clock_timestamp() + ${admissionSeconds - NO_SHOW_MS / 1000} * interval '1 second' RETURNING 1`;
  const tokens = Math.min(burstOf(perSecond), refilled(sale.tokens, sale.elapsedMs, perSecond) + missed.length);
  const lastPlace = await givePlaces(tx, saleId);
  const expired = await tx<{ id: string }[]>`
    UPDATE tickets SET status = 'EXPIRED' WHERE sale_id = ${saleId} AND status = 'ADMITTED' AND expires_at <= now() RETURNING id`;
  const most = sale.paused || stock !== 'FREE' ? 0 : Math.floor(tokens);
  const admitted = most > 0 ? await admit(tx, saleId, lastPlace, most, admissionSeconds) : [];
  await tx`
    UPDATE sales SET tokens = ${tokens - admitted.length}, refilled_at = greatest(refilled_at, ${sale.at}::text::timestamptz), stock = ${stock},
      admitted_place = greatest(admitted_place, ${Math.max(0, ...admitted.map((ticket) => ticket.place))}) WHERE id = ${saleId}`;
  return { admitted: admitted.length, changed: [...expired, ...admitted].map((ticket) => ticket.id), stockChanged: stock !== sale.stock };
}

const admit = (tx: TransactionSql, saleId: string, lastPlace: number, most: number, seconds: number) => tx<{ id: string; place: number }[]>`
  WITH next AS (
    SELECT id FROM tickets WHERE sale_id = ${saleId} AND status = 'WAITING' AND place <= ${lastPlace} ORDER BY place LIMIT ${most})
  UPDATE tickets t SET status = 'ADMITTED', expires_at = clock_timestamp() + ${seconds} * interval '1 second'
  FROM next WHERE t.id = next.id RETURNING t.id, t.place`;
