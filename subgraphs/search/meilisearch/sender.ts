import type { Meilisearch } from 'meilisearch';
import type { Sql } from 'postgres';
import type { Log } from '../../../kit/log.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { dropLease, isLeased, takeLease } from './lease.ts';
import { type Change, changesSent, readChanges, waitingChanges } from './outgoing.ts';
import { carriedOut } from './server.ts';

/** Who holds it tells the engine; who holds the other has changes kept for the index that is being built anew. */
export const SENDING = 'meilisearch-sender';
export const REBUILDING = 'meilisearch-rebuild';
/** Longer than all that one batch may take. */
export const LEASE_S = 150;

const BATCH = 1_000;
const LOOK_MS = 1_000;

type Parts = { sql: Sql; server: Meilisearch; uid: string; log: Log; sent: () => void; ready: () => Promise<boolean> };

/** Tells the engine what has changed, oldest first, and goes on until it knows all; what fails is tried again a second later. */
export function createSender({ sql, server, uid, log, sent, ready }: Parts) {
  const owner = uuidv7();
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const kick = (): void => {
    again = true;
    if (stopped || running) return;
    running = run().finally(() => {
      running = null;
      if (again) kick();
    });
  };
  const look = setInterval(kick, LOOK_MS).unref();

  async function run(): Promise<void> {
    again = false;
    try {
      const { waiting } = await waitingChanges(sql);
      if (!(await ready()) || waiting === 0) return;
      while (!stopped && (await takeLease(sql, SENDING, owner, LEASE_S))) {
        const changes = await readChanges(sql, { after: 0, limit: BATCH, all: false });
        if (changes.length === 0) return;
        await tell(server, uid, changes);
        await changesSent(sql, changes, await isLeased(sql, REBUILDING));
        sent();
      }
    } catch (error) {
      again = false;
      log.warn({ err: error }, 'the search engine cannot be told what has changed: it is tried again');
    } finally {
      await dropLease(sql, SENDING, owner).catch(() => {});
    }
  }
  return {
    kick,
    close: async () => {
      stopped = true;
      clearInterval(look);
      await running;
    },
  };
}

/** Sends changes to an index and waits until they show. */
export async function tell(server: Meilisearch, uid: string, changes: Change[]): Promise<void> {
  const index = server.index(uid);
  const documents = changes.flatMap(({ document }) => document ?? []);
  const stock = changes.filter((change) => !change.gone && !change.document).map(({ id, inStock }) => ({ id, inStock }));
  const gone = changes.filter((change) => change.gone).map(({ id }) => id);
  if (documents.length > 0) await carriedOut(() => index.addDocuments(documents));
  if (stock.length > 0) await carriedOut(() => index.updateDocuments(stock));
  if (gone.length > 0) await carriedOut(() => index.deleteDocuments(gone));
}
