import type { Identity } from '../../../kit/identity.ts';
import type { Notes } from '../../../kit/notes.ts';
import { isRefused, type Refused } from '../../../kit/refusal.ts';
import type { joinWaitingRoom, JoinInput } from '../waiting-room/join-waiting-room.ts';
import type { ShownTicket } from '../waiting-room/read-ticket.ts';
import type { ControlInput, controlSale } from './control-sale.ts';
import { statusOf } from './sale.ts';
import type { SaleInput } from './sale-input.ts';
import type { SaleRow } from './sale-rows.ts';
import type { saveSale } from './save-sale.ts';

type Context = { identity: Identity; notes: Notes };
type By = { id?: string | null; slug?: string | null };
export type SaleCommands = {
  sale: (by: By) => Promise<SaleRow | null>;
  save: ReturnType<typeof saveSale>;
  control: ReturnType<typeof controlSale>;
  join: ReturnType<typeof joinWaitingRoom>;
  ticket: (id: string) => Promise<ShownTicket | null>;
  /** A visitor has joined again: what they were told last holds no more. */
  rejoined: (ticketId: string) => void;
};

/** The tag of a sale that there is not (yet), and of whatever has changed. */
const ANYTHING = 'checkout';

/** Sales and their waiting rooms in the graph. */
export const saleResolvers = ({ sale, save, control, join, ticket, rejoined }: SaleCommands) => {
  async function shown(by: By, { notes }: Context): Promise<SaleRow | null> {
    const row = await sale(by);
    notes.tags.add(row ? `${ANYTHING}:${row.id}` : ANYTHING);
    return row;
  }
  async function payload(answer: Promise<{ id: string } | Refused>, context: Context) {
    const saved = await answer;
    if (isRefused(saved)) return { sale: null, userErrors: saved.refused };
    context.notes.tags.add(ANYTHING);
    return { sale: await shown(saved, context), userErrors: [] };
  }
  return {
    Query: {
      sale: (_: unknown, by: By, context: Context) => shown(by, context),
      waitingRoomTicket: (_: unknown, { id }: { id: string }) => ticket(id),
    },
    Mutation: {
      saleSave: (_: unknown, { input }: { input: SaleInput }, context: Context) => payload(save(input), context),
      saleControl: (_: unknown, { input }: { input: ControlInput }, context: Context) =>
        payload(control(input, `admin, request ${context.identity.traceId}`), context),
      joinWaitingRoom: async (_: unknown, { input }: { input: JoinInput }) => {
        const joined = await join(input);
        if (isRefused(joined)) return { ticket: null, userErrors: joined.refused };
        rejoined(joined.ticketId);
        return { ticket: await ticket(joined.ticketId), userErrors: [] };
      },
    },
    Sale: {
      status: ({ phase, stock }: SaleRow) => statusOf(phase, stock),
      variants: ({ variantIds }: SaleRow) => variantIds.map((id) => ({ __typename: 'ProductVariant', id })),
      /** Secret for as long as somebody could use it. */
      shuffleSeed: ({ phase, shuffleSeed }: SaleRow) => (phase === 'ENDED' ? shuffleSeed : null),
    },
  };
};
