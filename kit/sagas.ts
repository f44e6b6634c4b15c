import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { withCrashPoint } from './crash-points.ts';
import type { Log } from './log.ts';
import type { SagaTable } from './saga.ts';
import { postgresSagaLog, type SagaRecord } from './saga-log.ts';
import { type Ending, type Open, runSaga } from './saga-runner.ts';
import { sagaSamples } from './saga-state.ts';
import type { Sample } from './scrape.ts';
import { sagaEndings } from './telemetry.ts';
import { continued } from './trace.ts';

/** The sagas of one context: run inline by the request that began them, taken up by recovery when its process died. */
export type Sagas = {
  /** Runs a saga whose record this process has just written, or writes with its first entry: by `open` (saga-runner.ts). */
  run(record: SagaRecord, open?: Open): Promise<Ending>;
  /** The run under way in this process, if any. */
  underWay(id: string): Promise<Ending> | undefined;
  /**
   * Takes up what nobody holds, until so many that were taken up are under way; answers how many it took. Waits for them, but
   * not for long: one whose step takes its time must not keep others waiting.
   */
  recover(limit: number): Promise<number>;
  wake(ids: string[]): Promise<void>;
  /** How those stand that have not ended. */
  samples(): Promise<Sample[]>;
  /** Waits for the runs under way: for a clean stop. */
  drain(): Promise<void>;
};

const PATIENCE_MS = 2_000;
/** Endings after which nobody goes on with it. */
const FINAL = new Set<Ending['kind']>(['done', 'refused', 'stuck']);

/** `crashAt` is for drills (crash-points.ts). */
export function createSagas(sql: Sql, tables: SagaTable[], log: Log, { crashAt = null }: { crashAt?: string | null } = {}): Sagas {
  const sagaLog = postgresSagaLog(sql);
  const byName = new Map(tables.map((table) => [table.name, withCrashPoint(table, crashAt)]));
  // seen to rise from 0
  for (const { name } of tables) for (const ending of FINAL) sagaEndings.inc({ saga: name, ending, code: '' }, 0);
  const running = new Map<string, Promise<Ending>>();
  const recovering = new Set<Promise<Ending>>();
  const track = (ending: Promise<Ending>): Promise<Ending> => {
    recovering.add(ending);
    return ending.finally(() => recovering.delete(ending));
  };
  const run = (record: SagaRecord, open?: Open): Promise<Ending> => {
    const table = byName.get(record.name);
    if (!table) throw new Error(`no saga is named ${record.name}`);
    const ending = runSaga(table, record, sagaLog, log, open)
      .then((ended) => {
        if (FINAL.has(ended.kind)) sagaEndings.inc({ saga: record.name, ending: ended.kind, code: codeOf(ended) });
        return ended;
      })
      .finally(() => running.delete(record.id));
    running.set(record.id, ending);
    return ending;
  };
  return {
    run,
    underWay: (id) => running.get(id),
    async recover(limit) {
      const room = limit - recovering.size;
      const records = room > 0 ? await sagaLog.claim(room) : [];
      for (const { name, claims, ids } of records) log.info({ saga: name, order_id: ids.orderId, claims }, 'a saga is taken up');
      const all = Promise.all(records.map((record) => track(continued(record.trace, () => run(record)))));
      await Promise.race([all, sleep(PATIENCE_MS, undefined, { ref: false })]);
      return records.length;
    },
    wake: (ids) => sagaLog.wake(ids),
    samples: () => sagaSamples(sql, [...byName.keys()]),
    drain: async () => void (await Promise.allSettled(running.values())),
  };
}

const codeOf = (ending: Ending): string => (ending.kind === 'refused' ? (ending.refusals[0]?.code ?? '') : '');
