import type { ProductInput, SlugMoves } from '../contract.ts';
import { slugify } from '../slug.ts';

/** Slugs that earlier batches of a dry run would have moved, and of them those that a batch can meet. */
export class MovedSlugs {
  #owner = new Map<string, string | null>();
  /** By the slug without the number behind it, because a title that is taken gets a number. */
  #numbered = new Map<string, string[]>();

  add(moves: SlugMoves): void {
    for (const { slug, externalId } of moves) {
      const base = slug.replace(/-\d+$/, '');
      if (base !== slug && !this.#owner.has(slug)) this.#numbered.set(base, [...(this.#numbered.get(base) ?? []), slug]);
      this.#owner.set(slug, externalId);
    }
  }

  facing(inputs: readonly Pick<ProductInput, 'slug' | 'title'>[]): SlugMoves {
    const wished = inputs.flatMap(({ slug, title }) => {
      if (slug) return [slug];
      const derived = slugify(title) || 'product';
      return [derived, ...(this.#numbered.get(derived) ?? [])];
    });
    return [...new Set(wished)].flatMap((slug) => {
      const externalId = this.#owner.get(slug);
      return externalId === undefined ? [] : [{ slug, externalId }];
    });
  }
}
