import { runChild } from '../child.ts';
import { type Figures, medianOf, type Row } from '../figures.ts';
import { makeDatabase } from '../limits/database.ts';
import type { HotJob } from '../load/hot-reserve.ts';
import { type BenchWorld, WARM_UP_SECONDS } from './bench-world.ts';

const CONCURRENCIES = [64, 256];
/** Ours and the limit take turns, so often. */
const ROUNDS = 3;
const OURS = new URL('../load/hot-reserve.ts', import.meta.url);
const LIMIT = new URL('../limits/hot-sql.ts', import.meta.url);

/** All want the same variant: inventory's `reserve` by its contract, beside one transaction a buyer. */
export async function* hotVariant(world: BenchWorld): AsyncGenerator<Row> {
  const { databaseUrl, secret, signer, seconds, signal } = world;
  const ours = await makeDatabase(databaseUrl, 'bench_hot', ['inventory'], signer);
  const limit = await makeDatabase(databaseUrl, 'bench_hot_limit', ['inventory'], signer);
  const measure = (file: URL, url: string, callers: number) =>
    runChild<HotJob, Figures>(file, { databaseUrl: url, secret, callers, seconds, warmUpSeconds: WARM_UP_SECONDS }, signal);
  for (const callers of CONCURRENCIES) {
    const rounds: { ours: Figures; limit: Figures }[] = [];
    for (let round = 1; round <= ROUNDS; round++)
      rounds.push({ ours: await measure(OURS, ours, callers), limit: await measure(LIMIT, limit, callers) });
    const median = (side: 'ours' | 'limit') =>
      medianOf(
        rounds.map((round) => round[side]),
        ({ perSecond }) => perSecond,
      );
    const notes = ['hot variant: reservations; ours sells for all callers of a turn in one transaction'];
    const about = { measure: 'hot variant', concurrency: callers, limitIs: 'driver, a transaction a buyer', shopCpuMs: null, notes };
    yield { ...about, ours: median('ours'), limit: median('limit') };
  }
}
