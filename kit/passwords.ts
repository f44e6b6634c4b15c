import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { type Bulkhead, bulkhead } from './bulkhead.ts';

/** OWASP's second choice for argon2id: 19 MiB, two passes; some 20 ms of one core. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashing has libuv's threads, of which there are four, for files and name look-ups as well: it may have a part of them, and of the cores. */
const PLACES = { concurrent: Math.max(1, Math.min(2, availableParallelism() - 1)), queued: 128, waitMs: 4_000 };

/** Hashes passwords, a few at once: whoever floods the sign-in waits for themselves. Rejects with `Overloaded` when too many wait. */
export function createPasswords(places: Bulkhead = bulkhead(PLACES)) {
  // nobody's, with the costs of everybody's: who is not known must not be told sooner
  const nobodys = hash(randomBytes(32).toString('hex'), COSTS);
  return {
    hash: (password: string) => places(() => hash(normal(password), COSTS)),
    /** Takes as long where there is no hash as where there is one. */
    async matches(password: string, stored: string | null): Promise<boolean> {
      const against = stored ?? (await nobodys);
      return (await places(() => verify(against, normal(password)))) && stored !== null;
    },
  };
}
export type Passwords = ReturnType<typeof createPasswords>;

/** The same word typed on another keyboard is the same password. */
const normal = (password: string): string => password.normalize('NFKC');
