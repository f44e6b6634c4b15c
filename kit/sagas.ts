import type { Sql } from 'postgres';
import { withCrashPoint } from './crash-points.ts';
import type { Log } from './log.ts';
import type { SagaTable } from './saga.ts';
import { postgresSagaLog, type SagaRecord } from './saga-log.ts';
import { type Ending, runSaga } from './saga-runner.ts';

/** The sagas of one context: run inline by the request that began them, taken up by recovery when its process died. */
export type Sagas = {
  /** Runs a saga whose record this process has just written. */
  run(record: SagaRecord): Promise<Ending>;
  /** The run under way in this process, if any. */
  underWay(id: string): Promise<Ending> | undefined;
  /** Takes up what nobody holds; answers how many it drove. */
  recover(limit: number): Promise<number>;
  wake(ids: string[]): Promise<void>;
  /** Waits for the runs under way: for a clean stop. */
  drain(): Promise<void>;
};

/** `crashAt` is for drills (crash-points.ts). */
export function createSagas(sql: Sql, tables: SagaTable[], log: Log, { crashAt = null }: { crashAt?: string | null } = {}): Sagas {
  const sagaLog = postgresSagaLog(sql);
  const byName = new Map(tables.map((table) => [table.name, withCrashPoint(table, crashAt)]));
  const running = new Map<string, Promise<Ending>>();
  const run = (record: SagaRecord): Promise<Ending> => {
    const table = byName.get(record.name);
    if (!table) throw new Error(`no saga is named ${record.name}`);
    const ending = runSaga(table, record, sagaLog, log).finally(() => running.delete(record.id));
    running.set(record.id, ending);
    return ending;
  };
  return {
    run,
    underWay: (id) => running.get(id),
    async recover(limit) {
      const records = await sagaLog.claim(limit);
      await Promise.all(records.map(run));
      return records.length;
    },
    wake: (ids) => sagaLog.wake(ids),
    drain: async () => void (await Promise.allSettled(running.values())),
  };
}
