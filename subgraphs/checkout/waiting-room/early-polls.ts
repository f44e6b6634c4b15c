import { LRUCache } from 'lru-cache';

/** Answers that are kept at once; of more waiters in one process the early polls cost a look at the database. */
const MAX = 200_000;

type Answer = { saleId: string; pollAfterMs: number };
type Kept<A> = { answer: A; era: number };

/**
 * The last answer to each ticket, for as long as it has asked its visitor to wait: who asks earlier is told the same again,
 * without work. What changes a ticket in this process forgets its answer; what changes all of a sale, all of them at once.
 */
export function earlyPolls<A extends Answer>() {
  const answers = new LRUCache<string, Kept<A>>({ max: MAX });
  const eras = new Map<string, number>();
  const eraOf = (saleId: string) => eras.get(saleId) ?? 0;
  return {
    get(ticketId: string): A | undefined {
      const kept = answers.get(ticketId);
      return kept && kept.era === eraOf(kept.answer.saleId) ? kept.answer : undefined;
    },
    keep(ticketId: string, answer: A): void {
      answers.set(ticketId, { answer, era: eraOf(answer.saleId) }, { ttl: answer.pollAfterMs });
    },
    forget(ticketIds: readonly string[]): void {
      for (const id of ticketIds) answers.delete(id);
    },
    forgetSale(saleId: string): void {
      eras.set(saleId, eraOf(saleId) + 1);
    },
  };
}
export type Forgetting = Pick<ReturnType<typeof earlyPolls>, 'forget' | 'forgetSale'>;
