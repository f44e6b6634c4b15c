import type { Sql } from 'postgres';
import type { Context } from './event.ts';
import { lockIntent, saveChanges } from './ledger.ts';
import type { Refund } from './objects.ts';
import { settleRefund } from './refund.ts';
import type { SimulatorLog } from './simulator-log.ts';

export interface Settlement {
  /** A refund was made that settles later. */
  schedule(refundId: string): void;
  close(): Promise<void>;
}

export interface SettlementOptions {
  sql: Sql;
  delayMs: number;
  /** Event types that are to be sent; absent: all. */
  listened: readonly string[] | undefined;
  log: SimulatorLog;
  settled: () => void;
}

/** Settles the refunds of `pendingRefund` and `refundFail` after `delayMs`, those left by an earlier run included. */
export async function startSettlement({ sql, delayMs, listened, log, settled }: SettlementOptions): Promise<Settlement> {
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  const schedule = (id: string) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const run = settle(sql, id, listened)
        .then(settled)
        .catch((error: unknown) => log.error({ err: error, refund: id }, 'refund could not be settled; the next start tries again'))
        .finally(() => running.delete(run));
      running.add(run);
    }, delayMs).unref();
    timers.add(timer);
  };

  const unsettled = await sql<{ id: string }[]>`SELECT id FROM refunds WHERE settles_to IS NOT NULL ORDER BY seq`;
  for (const { id } of unsettled) schedule(id);

  return {
    schedule,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

async function settle(sql: Sql, id: string, listened: readonly string[] | undefined): Promise<void> {
  const context: Context = { now: Math.floor(Date.now() / 1000), requestId: null, idempotencyKey: null, origin: '', shortBy: 0 };
  await sql.begin(async (tx) => {
    const [found] = await tx<{ payment_intent: string }[]>`SELECT payment_intent FROM refunds WHERE id = ${id}`;
    const state = found && (await lockIntent(tx, found.payment_intent));
    const [row] = await tx<{ doc: Refund; settles_to: Refund['status'] | null }[]>`SELECT doc, settles_to FROM refunds WHERE id = ${id}`;
    if (!state?.charge || !row?.settles_to) return;
    await saveChanges(tx, settleRefund(row.doc, state.charge, row.settles_to, context), listened);
  });
}
