import { inSeconds, saleGoer } from '../../stories/sale-goer.ts';
import { type Shopper, until } from '../../stories/shopper.ts';
import { MAX_PER_CUSTOMER } from './cheats.ts';
import type { Goods } from './load.ts';

const OTHERS = 40;
const PLENTY = 1_000_000;
/** More than any shop is asked to carry here: what bounds admission is what the shop and its provider carry. */
export const WANTED_PER_SECOND = 10_000;

/** A catalogue, a product of so many units, and a sale of it that is about to open. */
export async function prepareSale(
  me: Shopper,
  { stock, opensInSeconds, lastsSeconds }: { stock: number; opensInSeconds: number; lastsSeconds: number },
) {
  const product = async (units: number, priceMinor: number) => {
    const { slug, title, variantId } = await me.product(units, { priceMinor });
    return { slug, title, variantId, priceMinor };
  };
  const others = await Promise.all(Array.from({ length: OTHERS }, (_, i) => product(PLENTY, 1_000 + i)));
  const dropped = await me.product(stock, { priceMinor: 4_900, title: 'The drop' });
  const found = async () => (await me.ask('{products(first:1){totalCount}}')).products.totalCount as number;
  const count = await until(found, (total) => total > OTHERS, 60_000);
  if (count <= OTHERS) throw new Error(`search has found ${count} of ${OTHERS + 1} products within a minute`);
  const { saleInput, saveSale } = saleGoer(me);
  const input = saleInput([dropped], {
    opensAt: inSeconds(opensInSeconds),
    endsAt: inSeconds(opensInSeconds + lastsSeconds),
    admissionsPerSecond: WANTED_PER_SECOND,
    maxPerCustomer: MAX_PER_CUSTOMER,
  });
  const { sale, userErrors } = await saveSale(input);
  if (!sale) throw new Error(JSON.stringify(userErrors));
  const drop = { slug: dropped.slug, title: dropped.title, variantId: dropped.variantId, priceMinor: 4_900 };
  const goods: Goods = { drop, others, saleId: sale.id, saleSlug: sale.slug };
  return {
    goods,
    /** Epoch milliseconds. */
    opensAt: Date.parse(sale.opensAt),
    commitment: sale.shuffleCommitment as string,
    /** Ends the sale now, and tells the seed of its draw. */
    async end(): Promise<string | null> {
      await saveSale({ ...input, endsAt: inSeconds(1) });
      const shown = () => saleGoer(me).shownSale(sale.id);
      return (await until(shown, (seen) => seen.shuffleSeed !== null)).shuffleSeed;
    },
  };
}
