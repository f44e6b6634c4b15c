import { runChild } from '../child.ts';
import type { Figures, Row } from '../figures.ts';
import { makeDatabase } from '../limits/database.ts';
import type { HotJob } from '../load/hot-reserve.ts';
import { type BenchWorld, WARM_UP_SECONDS } from './bench-world.ts';

const CALLERS = 64;
const OURS = new URL('../load/hot-reserve.ts', import.meta.url);
const LIMIT = new URL('../limits/hot-sql.ts', import.meta.url);

/** All want the same variant: inventory's `reserve` by its contract, beside one transaction a buyer. */
export async function* hotVariant(world: BenchWorld): AsyncGenerator<Row> {
  const { databaseUrl, secret, signer, seconds, signal } = world;
  const measure = async (file: URL, name: string) => {
    const url = await makeDatabase(databaseUrl, name, ['inventory'], signer);
    const job: HotJob = { databaseUrl: url, secret, callers: CALLERS, seconds, warmUpSeconds: WARM_UP_SECONDS };
    return runChild<HotJob, Figures>(file, job, signal);
  };
  const ours = await measure(OURS, 'bench_hot');
  const limit = await measure(LIMIT, 'bench_hot_limit');
  const notes = ['hot variant: reservations; ours sells for all callers of a turn in one transaction'];
  yield { measure: 'hot variant', concurrency: CALLERS, ours, limit, limitIs: 'driver, a transaction a buyer', shopCpuMs: null, notes };
}
