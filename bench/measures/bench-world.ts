import type { Signer } from '../../kit/sign.ts';
import type { Loaded } from '../load/closed-loop.ts';
import type { Shop } from '../shop.ts';

/** What a measure is given. */
export type BenchWorld = {
  /** Opened when a measure first asks for it: not every one needs it. */
  shop(): Promise<Shop>;
  /** A folder that goes when all is measured. */
  dataDir: string;
  /** The superuser's connection string, on the shop's database. */
  databaseUrl: string;
  secret: string;
  signer: Signer;
  seconds: number;
  /** Size of the catalogue that is read. */
  products: number;
  /** Where CPU profiles go. */
  profile: string | null;
  signal: AbortSignal;
  tell(line: string): void;
};

export const WARM_UP_SECONDS = 1;

/** Runs a load on the shop and tells what CPU time each of its answers cost there. */
export async function withCpu(shop: Shop, load: () => Promise<Loaded>): Promise<Loaded & { shopCpuMs: number | null }> {
  const before = shop.cpuMs();
  const loaded = await load();
  const after = shop.cpuMs();
  return { ...loaded, shopCpuMs: before === null || after === null ? null : (after - before) / loaded.completed };
}
