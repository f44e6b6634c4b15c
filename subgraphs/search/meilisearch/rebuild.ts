import { setTimeout as after } from 'node:timers/promises';
import type { IndexSwap, Meilisearch } from 'meilisearch';
import type { Sql } from 'postgres';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { Sources } from '../engine.ts';
import { rebuildIndex } from '../postgres/rebuild.ts';
import { dropLease, takeLease } from './lease.ts';
import { type Change, changesSent, readChanges, readDocuments } from './outgoing.ts';
import { LEASE_S, REBUILDING, SENDING, tell } from './sender.ts';
import { carriedOut, dropIndex, makeIndex } from './server.ts';

const BATCH = 1_000;
type Parts = { sql: Sql; server: Meilisearch; uid: string; from: Sources; done: (products: number) => void };

/**
 * Fills a new index beside the one that serves, then swaps the two. Changes that come meanwhile go to the old one as
 * always, are kept, and are told to the new one after it has been filled; nobody tells the old one during the swap.
 */
export async function rebuildServer({ sql, server, uid, from, done }: Parts): Promise<void> {
  const owner = uuidv7();
  const next = `${uid}_next`;
  if (!(await takeLease(sql, REBUILDING, owner, LEASE_S))) throw new Error('The index is being built anew already.');
  try {
    await dropIndex(server, next);
    await makeIndex(server, next);
    await rebuildIndex(sql, from, {
      done,
      written: async (documents) => {
        const ready = await readDocuments(sql, documents);
        if (ready.length > 0) await carriedOut(() => server.index(next).addDocuments(ready));
        await takeLease(sql, REBUILDING, owner, LEASE_S);
      },
    });
    await untilLeased(sql, owner);
    const told = await replay(sql, server, next);
    await makeIndex(server, uid);
    await carriedOut(() => server.swapIndexes([{ indexes: [uid, next] } as IndexSwap]));
    for (let i = 0; i < told.length; i += BATCH) await changesSent(sql, told.slice(i, i + BATCH), false);
  } finally {
    await dropLease(sql, SENDING, owner);
    await dropLease(sql, REBUILDING, owner);
  }
  await dropIndex(server, next);
}

/** Whoever sends is waited for; from then on nobody else does. */
async function untilLeased(sql: Sql, owner: string): Promise<void> {
  const deadline = performance.now() + LEASE_S * 1000;
  while (!(await takeLease(sql, SENDING, owner, LEASE_S))) {
    if (performance.now() > deadline) throw new Error('Somebody else is telling the search engine, and does not come to an end.');
    await after(100);
  }
}

/** Tells an index everything that is kept, and answers what that was. */
async function replay(sql: Sql, server: Meilisearch, uid: string): Promise<Change[]> {
  const told: Change[] = [];
  for (;;) {
    const changes = await readChanges(sql, { after: told.at(-1)?.seq ?? 0, limit: BATCH, all: true });
    if (changes.length === 0) return told;
    await tell(server, uid, changes);
    told.push(...changes.map((change) => ({ ...change, document: null })));
  }
}
