import { randomUUID } from 'node:crypto';
import { type Data, type Shopper, until } from './shopper.ts';

/** What a merchant does with a flash sale, and what its visitors do, over HTTP only. */

const SALE = 'id slug name status opensAt endsAt variants{id sku} shuffleCommitment shuffleSeed';
const TICKET = 'id status position estimatedWaitSeconds pollAfterMs token expiresAt';
export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

export type Goods = { variantId: string; input: { variants: { sku: string }[] } };

export function saleGoer(me: Shopper) {
  const saleInput = (goods: Goods[], over: object = {}) => {
    const slug = `drop-${randomUUID().slice(0, 8)}`;
    const skus = goods.map(({ input }) => input.variants[0]!.sku);
    return { slug, name: slug, opensAt: inSeconds(-1), endsAt: inSeconds(120), skus, admissionsPerSecond: 100, ...over };
  };
  const saveSale = async (input: object): Promise<Data> =>
    (await me.manage(`mutation($i:SaleInput!){saleSave(input:$i){sale{${SALE}} userErrors{code path}}}`, { i: input })).saleSave;
  /** A sale of one product that runs, or is about to. */
  const sale = async (goods: Goods, over: object = {}): Promise<Data> => {
    const saved = await saveSale(saleInput([goods], over));
    if (!saved.sale) throw new Error(JSON.stringify(saved.userErrors));
    return saved.sale;
  };
  const control = async (saleId: string, action: string, over: object = {}): Promise<Data> =>
    (
      await me.manage('mutation($i:SaleControlInput!){saleControl(input:$i){sale{id} userErrors{code}}}', {
        i: { saleId, action, reason: 'a story', ...over },
      })
    ).saleControl;
  const joined = async (saleId: string, visitorId: string = randomUUID()): Promise<Data> =>
    (
      await me.ask(`mutation($i:JoinWaitingRoomInput!){joinWaitingRoom(input:$i){ticket{${TICKET}} userErrors{code}}}`, {
        i: { saleId, visitorId },
      })
    ).joinWaitingRoom;
  const join = async (saleId: string, visitorId?: string): Promise<Data> => (await joined(saleId, visitorId)).ticket;
  const ticket = async (id: string): Promise<Data> =>
    (await me.ask(`query($id:ID!){waitingRoomTicket(id:$id){${TICKET}}}`, { id })).waitingRoomTicket;
  const untilStatus = (id: string, status: string): Promise<Data> =>
    until(
      () => ticket(id),
      (seen) => seen.status === status,
    );
  return {
    saleInput,
    saveSale,
    sale,
    control,
    joined,
    join,
    ticket,
    untilStatus,
    shownSale: async (id: string): Promise<Data> => (await me.ask(`query($id:ID!){sale(id:$id){${SALE}}}`, { id })).sale,
    /** Waits in line until admitted; the token. */
    admission: async (saleId: string): Promise<string> => (await untilStatus((await join(saleId)).id, 'ADMITTED')).token,
  };
}
