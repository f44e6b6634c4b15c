import { appendFileSync } from 'node:fs';
import { describe, inject, test } from 'vitest';
import { shopper, type Shopper } from './shopper.ts';
import type { Shop } from './worlds.ts';

/** A story is told once for each topology; `me` is its shopper there. */
export function story(title: string, tell: (me: Shopper, shop: Shop) => Promise<void>, timeout?: number): void {
  describe.each(inject('shops').map((shop) => [shop.topology, shop] as const))('%s', (topology, shop) => {
    test(title, { ...(timeout && { timeout }) }, async () => {
      appendFileSync(inject('ledger'), `${JSON.stringify([topology, title])}\n`);
      await tell(shopper(shop), shop);
    });
  });
}
