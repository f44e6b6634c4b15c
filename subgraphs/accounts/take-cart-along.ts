import type { Client } from '../../kit/contract.ts';
import type { Log } from '../../kit/log.ts';
import { isRefused } from '../../kit/refusal.ts';
import { isUuid } from '../../kit/uuid.ts';
import type { cart } from '../cart/contract.ts';

/** A guest's cart becomes the customer's. A help and no duty: whoever signs in is signed in, whatever becomes of the cart. */
export const takeCartAlong =
  (ask: Pick<Client<typeof cart>, 'adopt'>, log: Log) =>
  async (customerId: string, cartId: string | null | undefined): Promise<void> => {
    if (!cartId || !isUuid(cartId)) return;
    try {
      const taken = await ask.adopt({ cartId: cartId.toLowerCase(), customerId });
      if (isRefused(taken)) log.info({ code: taken.refused[0]!.code }, 'a cart was not taken along');
    } catch (err) {
      log.warn({ err }, 'a cart could not be taken along');
    }
  };
