import type { Sql } from 'postgres';
import { isConnectionLost, type Read } from '../../../kit/db.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { Engine, Found, Question, Wanted } from '../engine.ts';
import { facetsOf } from '../facets.ts';
import type { Order } from '../sorts.ts';
import { termsOf, textQuery } from '../text-query.ts';
import type { IndexQuestion } from './conditions.ts';
import { lookUp } from './dictionary.ts';
import { findInIndex } from './find.ts';
import { indexAvailability } from './index-availability.ts';
import { indexDocuments, takeTurn } from './index-documents.ts';
import type { PageWanted } from './page.ts';
import { countProducts, rebuildIndex } from './rebuild.ts';
import { suggestFromIndex } from './suggestions.ts';

/** For so long after a change a replica may not know of it. */
const FRESH_MS = 5_000;

/** Products in Postgres' own full text: what is put is findable with the commit, so it never lags behind what it was told. */
export function postgresEngine({ sql, read }: { sql: Sql; read: Read }): Engine {
  let changed = Number.NEGATIVE_INFINITY;
  const look: Read = (work) => read(work, { fresh: performance.now() - changed < FRESH_MS });
  const ask = async (text: string | null): Promise<IndexQuestion['text']> => {
    if (text === null) return null;
    const terms = termsOf(text);
    return terms.length === 0 ? 'nothing' : textQuery(terms, await look((from) => lookUp(from, terms)));
  };
  return {
    name: 'postgres',
    async find({ search, filter, facets, order }: Question, wanted: Wanted): Promise<Found> {
      const question = { text: await ask(search), filter, facets };
      const page = wanted.page && pageWanted(order, wanted.page);
      const found = await look((from) => findInIndex(from, question, { ...wanted, page }));
      const hits = found.page.map((position) => ({ id: position.id, cursor: writeCursor(order.name, position) }));
      return {
        ...(wanted.page && { page: { hits: hits.slice(0, wanted.page.first), hasNextPage: hits.length > wanted.page.first } }),
        ...(wanted.total && { total: found.total }),
        ...(wanted.facets && { facets: facetsOf(found.facets, facets) }),
      };
    },
    knows: (cursor, order) => readCursor(order.name, order.kind, cursor) !== null,
    suggest: (asked) => look((from) => suggestFromIndex(from, asked)),
    putDocuments: async (tx, documents) => {
      await takeTurn(tx);
      await indexDocuments(tx, documents);
    },
    putAvailability: async (tx, variants) => {
      await takeTurn(tx);
      await indexAvailability(tx, variants);
    },
    delivered: () => {
      changed = performance.now();
    },
    rebuild: (from, done) => rebuildIndex(sql, from, { done }),
    status: async () => ({ engine: 'postgres', products: await countProducts(sql), waiting: 0, lagSeconds: 0 }),
    lag: async () => 0,
    isDown: isDatabaseAway,
    close: async () => {},
  };
}

const pageWanted = (order: Order, { first, after }: NonNullable<Wanted['page']>): PageWanted => ({
  order,
  after: after === null ? null : readCursor(order.name, order.kind, after),
  limit: first + 1,
});

/** The connection is gone, no more are given out, or the statement took too long. */
export const isDatabaseAway = (error: unknown): boolean => {
  const code = (error as { code?: string } | null)?.code ?? '';
  return isConnectionLost(error) || code.startsWith('53') || code === '57014';
};
