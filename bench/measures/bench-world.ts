import type { Signer } from '../../kit/sign.ts';
import type { Shop } from '../shop.ts';

/** What a measure is given. */
export type BenchWorld = {
  /** Opened when a measure first asks for it: not every one needs it. */
  shop(): Promise<Shop>;
  /** The superuser's connection string, on the shop's database. */
  databaseUrl: string;
  secret: string;
  signer: Signer;
  seconds: number;
  signal: AbortSignal;
  tell(line: string): void;
};

export const WARM_UP_SECONDS = 1;
