import type { Client } from '../kit/contract.ts';
import type { Log } from '../kit/log.ts';
import type { Purges } from '../kit/purges.ts';
import { announceRush } from '../kit/rush.ts';
import type { checkout } from '../subgraphs/checkout/contract.ts';

/** From so long before a sale opens, every process is told of it again and again: connections that are not used are closed after a minute. */
const AHEAD_S = 180;
const EVERY_MS = 30_000;

/**
 * Has pools opened and pages made ready before a sale opens. A help and no duty, so it hangs on no queue: where it fails, or two
 * processes do it, the sale opens all the same.
 */
export function warmForSales(
  ask: Pick<Client<typeof checkout>, 'openingSoon'>,
  purges: Pick<Purges, 'publish'>,
  log: Log,
  everyMs = EVERY_MS,
) {
  async function look(): Promise<void> {
    const { saleIds } = await ask.openingSoon({ withinSeconds: AHEAD_S });
    if (saleIds.length > 0) announceRush(purges, saleIds);
  }
  const timer = setInterval(() => {
    look().catch((err: unknown) => log.warn({ err }, 'it is not known which sales open soon'));
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
