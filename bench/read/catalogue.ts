import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { untilQuiet } from '../backlog.ts';
import { catalogueCsv } from '../load/catalogue-csv.ts';
import type { BenchWorld } from '../measures/bench-world.ts';
import { runImport } from '../measures/import.ts';
import { openShop } from '../shop.ts';

const SEED = 20_260_101;
/** The index is fed by events; those of a large catalogue take their time. */
const INDEXED_MS = 900_000;

export type Imported = { databaseUrl: string; products: number; seconds: number; peakMiB: string; indexedSeconds: number };

/** A database of its own with so many products, imported by the shop's own command and indexed by a shop that was open then. */
export async function importedCatalogue(world: BenchWorld, products: number): Promise<Imported> {
  const name = `catalogue_${products}`;
  const admin = postgres(world.databaseUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`CREATE DATABASE ${name}`).finally(() => admin.end());
  const databaseUrl = Object.assign(new URL(world.databaseUrl), { pathname: `/${name}` }).toString();
  const file = path.join(world.dataDir, `${name}.csv`);
  await pipeline(Readable.from(catalogueCsv({ products, seed: SEED })), createWriteStream(file));
  const shop = await openShop({ ...world, databaseUrl, env: { SEED: 'none' }, profile: null });
  try {
    const { seconds, peakMiB } = await runImport(file, databaseUrl, products, world);
    world.tell(`${products} products imported in ${seconds.toFixed(0)} s; waiting for the index`);
    const quiet = await untilQuiet(shop, databaseUrl, world.signal, INDEXED_MS);
    await settle(databaseUrl);
    return { databaseUrl, products, seconds, peakMiB, indexedSeconds: quiet.seconds };
  } finally {
    await shop.stop();
  }
}

/** What autovacuum would have done by the time that anybody measures. */
async function settle(databaseUrl: string): Promise<void> {
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe('VACUUM ANALYZE').finally(() => admin.end());
}
