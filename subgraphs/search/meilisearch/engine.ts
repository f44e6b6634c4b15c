import type { Db } from '../../../kit/db.ts';
import type { Log } from '../../../kit/log.ts';
import type { Changes } from '../changes.ts';
import type { Engine, Sources } from '../engine.ts';
import { isDatabaseAway, postgresEngine } from '../postgres/engine.ts';
import { indexAvailability } from '../postgres/index-availability.ts';
import { takeTurn } from '../postgres/index-documents.ts';
import { findInServer, offsetIn } from './find.ts';
import { noteDocuments, noteStock, waitingChanges } from './outgoing.ts';
import { rebuildServer } from './rebuild.ts';
import { createSender } from './sender.ts';
import { connectServer, isMissing, isServerAway, patiently } from './server.ts';
import { suggestFromServer } from './suggest.ts';

type Parts = {
  url: string;
  apiKey: string | null;
  index?: string;
  db: Pick<Db, 'sql' | 'read'>;
  from: Sources;
  log: Log;
  changes: Changes;
};

/**
 * Products in Meilisearch. The index in Postgres is kept beside it: it knows versions and stock, which a server of documents
 * cannot tell apart, and it is what one goes back to by leaving MEILISEARCH_URL out. Changes are noted in the transaction
 * of their events and told afterwards, so a server that is away misses nothing; an index that is not there is built.
 */
export function meilisearchEngine({ url, apiKey, index: uid = 'holdfast_products', db, from, log, changes }: Parts): Engine {
  const server = connectServer(url, apiKey);
  const ledger = postgresEngine(db);
  let known = false;
  const rebuild = (done: (products: number) => void) => rebuildServer({ sql: db.sql, server, uid, from, done });
  const sender = createSender({ sql: db.sql, server, uid, log, sent: () => changes.happened(), ready: isThere });

  /** An index that has never been made, or is lost, is built before anything is told to it. */
  async function isThere(): Promise<boolean> {
    if (known) return true;
    try {
      await patiently(() => server.getIndex(uid));
    } catch (error) {
      if (!isMissing(error)) throw error;
      await rebuild(() => {});
      changes.happened();
    }
    known = true;
    return true;
  }
  return {
    name: 'meilisearch',
    async find(question, wanted) {
      try {
        return await findInServer(server, uid, db.read, question, wanted);
      } catch (error) {
        if (isMissing(error)) known = false;
        throw error;
      }
    },
    knows: (cursor, order) => offsetIn(cursor, order) !== null,
    suggest: (asked) => suggestFromServer(server, uid, asked),
    putDocuments: async (tx, documents) => {
      await ledger.putDocuments(tx, documents);
      await noteDocuments(tx, documents);
    },
    putAvailability: async (tx, variants) => {
      await takeTurn(tx);
      await noteStock(tx, await indexAvailability(tx, variants));
    },
    delivered: () => sender.kick(),
    rebuild: async (_, done) => {
      await rebuild(done);
      known = true;
    },
    status: async () => ({ ...(await ledger.status()), engine: 'meilisearch', ...(await waitingChanges(db.sql)) }),
    lag: async () => (await waitingChanges(db.sql)).lagSeconds,
    isDown: (error) => isServerAway(error) || isDatabaseAway(error),
    close: () => sender.close(),
  };
}
