import type { Client } from '../../kit/contract.ts';
import type { Log } from '../../kit/log.ts';
import type { Notes } from '../../kit/notes.ts';
import type { Purges } from '../../kit/purges.ts';
import type { catalog } from '../catalog/contract.ts';
import { keepAnswers } from './answers.ts';
import type { Engine, Found, Question, Suggestion, Wanted } from './engine.ts';
import { findInCatalog, isCatalogCursor } from './from-catalog.ts';
import { guardEngine } from './guard.ts';
import type { Order } from './sorts.ts';

const SEARCH_DEGRADED = 'SEARCH_DEGRADED';

/** Finds by the engine, through what is kept of its answers; by the catalog while the engine is away, and says so. */
export type Finder = {
  knows(cursor: string, order: Order): boolean;
  find(question: Question, wanted: Wanted, notes: Notes): Promise<Found & { degraded: boolean }>;
  suggest(asked: { terms: string[]; first: number }, notes: Notes): Promise<Suggestion[]>;
  close(): void;
};

type Parts = { engine: Engine; from: Pick<Client<typeof catalog>, 'listing'>; purges: Purges; log: Log };

export function createFinder({ engine, from, purges, log }: Parts): Finder {
  const guard = guardEngine(engine.isDown);
  const kept = keepAnswers((question, wanted) => guard.ask(() => engine.find(question, wanted)), purges);
  const instead = keepAnswers((question, wanted) => findInCatalog(from, question, wanted), purges);

  /** What the engine says; null when it is away, which is noted. */
  async function ifThere<T>(asked: Promise<T>, notes: Notes): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      if (!guard.isAway(error)) throw error;
      log.warn({ err: error }, `${engine.name} cannot be asked: the catalog answers instead`);
      notes.warnings.add(SEARCH_DEGRADED);
      return null;
    }
  }
  return {
    knows: (cursor, order) => engine.knows(cursor, order) || isCatalogCursor(cursor),
    async find(question, wanted, notes) {
      const after = wanted.page?.after;
      const goesOnInCatalog = after != null && isCatalogCursor(after);
      const found = goesOnInCatalog ? null : await ifThere(kept.find(question, wanted), notes);
      if (found) return { ...found, degraded: false };
      notes.warnings.add(SEARCH_DEGRADED);
      return { ...(await instead.find(question, wanted)), degraded: true };
    },
    async suggest(asked, notes) {
      const found = await ifThere(
        guard.ask(() => engine.suggest(asked)),
        notes,
      );
      if (found) return found;
      const limit = asked.first;
      const { products } = await from.listing({ words: asked.terms, sort: 'TITLE', descending: false, offset: 0, limit });
      return products.map(({ productId, title }) => ({ text: title, productId }));
    },
    close: () => {
      kept.close();
      instead.close();
    },
  };
}
