import type { Call } from './calls.ts';
import { LANES, type Lane } from './lane-limits.ts';

/** True for an admission that this shop has signed; whether it still holds is not asked here. */
export type IsAdmission = (token: string) => Promise<boolean>;
/** The class of a request by what it asks for. */
export type LaneOf = (calls: readonly Call[]) => Promise<Lane>;

const OF_FIELD: Record<string, Lane> = {
  checkoutAttempt: 'payment',
  order: 'payment',
  cancelOrder: 'payment',
  joinWaitingRoom: 'polls',
  waitingRoomTicket: 'polls',
  cart: 'cart',
  products: 'search',
  searchSuggestions: 'search',
  beginCheckout: 'checkout',
  checkout: 'checkout',
  customerRegister: 'signIn',
  customerLogin: 'signIn',
  customerLoginWithIdToken: 'signIn',
  customerExport: 'signIn',
  customerErase: 'signIn',
  customerEmailVerificationRequest: 'signIn',
  customerPasswordResetRequest: 'signIn',
  customerPasswordReset: 'signIn',
};

/** Of several fields at the root that counts which weighs most (the order of `LANES`). */
export const createLaneOf =
  (isAdmission: IsAdmission): LaneOf =>
  async (calls) => {
    let heaviest = 0;
    for (const call of calls) {
      const lane = OF_FIELD[call.field] ?? (call.isMutation ? 'cart' : 'browse');
      const own = lane === 'checkout' && (await isAdmitted(call, isAdmission)) ? 'admitted' : lane;
      heaviest = Math.max(heaviest, LANES.indexOf(own));
    }
    return calls.length === 0 ? 'browse' : LANES[heaviest]!;
  };

async function isAdmitted({ args }: Call, isAdmission: IsAdmission): Promise<boolean> {
  const token = (args.input as { waitingRoomToken?: unknown } | null | undefined)?.waitingRoomToken;
  return typeof token === 'string' && isAdmission(token);
}
