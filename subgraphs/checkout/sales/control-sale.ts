import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import { type Refused, isRefused, refuse, refused } from '../../../kit/refusal.ts';
import { isUuid, uuidv7 } from '../../../kit/uuid.ts';
import type { Phase, SaleAction } from './sale.ts';
import { invalidRate } from './sale-input.ts';
import { phaseOf } from './sale-rows.ts';

export type ControlInput = { saleId: string; action: SaleAction; admissionsPerSecond?: number | null; reason?: string | null };

/** How the sale stands afterwards; what is null stays as it was. */
const EFFECT: Record<SaleAction, { paused: boolean | null; draining: boolean | null }> = {
  PAUSE: { paused: true, draining: null },
  RESUME: { paused: false, draining: false },
  DRAIN: { paused: null, draining: true },
  QUEUE_ALL: { paused: null, draining: false },
  SET_RATE: { paused: null, draining: null },
};

/** Turns a live switch of a sale, and writes down who did it, when and why. `by` says who. */
export const controlSale = (sql: Sql, log: Log) => async (input: ControlInput, by: string) => {
  const rate = input.action === 'SET_RATE' ? (input.admissionsPerSecond ?? 0) : null;
  if (rate !== null && rate < 1) return refused(invalidRate());
  if (!isUuid(input.saleId)) return saleNotFound(['saleId']);
  const done = await transaction(sql, (tx) => control(tx, input, rate, by));
  if (!isRefused(done)) log.info({ sale: done.id, action: input.action }, 'a switch of a sale is turned');
  return done;
};

export const saleNotFound = (path: string[]): Refused => refuse('SALE_NOT_FOUND', 'There is no such sale.', path);
export const saleEnded = (path: string[]): Refused => refuse('SALE_ENDED', 'This sale is over.', path);

async function control(tx: TransactionSql, { saleId, action, reason }: ControlInput, rate: number | null, by: string) {
  const [sale] = await tx<{ id: string; phase: Phase }[]>`
    SELECT s.id, ${phaseOf(tx)} AS phase FROM sales s WHERE s.id = ${saleId} FOR NO KEY UPDATE`;
  if (!sale) return saleNotFound(['saleId']);
  if (sale.phase === 'ENDED') return saleEnded(['saleId']);
  const { paused, draining } = EFFECT[action];
  await tx`
    UPDATE sales SET paused = coalesce(${paused}::boolean, paused), draining = coalesce(${draining}::boolean, draining),
      admissions_per_second = coalesce(${rate}::int, admissions_per_second), updated_at = now() WHERE id = ${sale.id}`;
  await tx`
    INSERT INTO sale_actions (id, sale_id, action, admissions_per_second, reason, by)
    VALUES (${uuidv7()}, ${sale.id}, ${action}, ${rate}, ${reason ?? null}, ${by})`;
  return { id: sale.id };
}
