import type { Sql } from 'postgres';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import type { ProductInput, SlugMoves } from '../contract.ts';
import { put } from '../shelf.ts';
import { clean } from '../text.ts';
import { loadShelf } from './load-shelf.ts';

export type Checked = { results: (Refused | { outcome: 'CREATED' | 'CHANGED' | 'SAME' })[]; moved: SlugMoves };

/**
 * What saving these would answer, and nothing is saved. `moved` tells the slugs that would be taken or let go; given
 * back with later products of the same run, they are refused as if the earlier ones had been saved.
 */
export async function checkProducts(sql: Sql, inputs: ProductInput[], moved: SlugMoves): Promise<Checked> {
  const shelf = await sql.begin('READ ONLY', (tx) => loadShelf(tx, inputs));
  for (const { slug, externalId } of moved) {
    if (externalId === null) shelf.slugOwner.delete(slug);
    else shelf.slugOwner.set(slug, externalId);
  }
  const now = new Date();
  const moves = new Map<string, string | null>();
  const results = inputs.map((input): Checked['results'][number] => {
    const before = shelf.products.get(clean(input.externalId));
    const after = put(shelf, input, now);
    if (isRefused(after)) return after;
    if (after === before) return { outcome: 'SAME' };
    if (before && before.slug !== after.slug) moves.set(before.slug, null);
    if (before?.slug !== after.slug) moves.set(after.slug, after.externalId);
    return { outcome: before ? 'CHANGED' : 'CREATED' };
  });
  return { results, moved: [...moves].map(([slug, externalId]) => ({ slug, externalId })) };
}
