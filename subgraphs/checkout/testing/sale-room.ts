import { createLog } from '../../../kit/log.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import { saveSale } from '../sales/save-sale.ts';
import { admitWaiting } from '../waiting-room/admit-waiting.ts';
import { joinWaitingRoom } from '../waiting-room/join-waiting-room.ts';

export type SaleRoom = Awaited<ReturnType<typeof openSaleRoom>>;
type Level = { available: number; reserved: number };

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** Sales and their rooms on a real database; catalog knows every SKU, and inventory has what the test says. */
export async function openSaleRoom() {
  const database: ContextDatabase = await contextDatabase('checkout');
  const { sql } = database;
  const level: Level = { available: 1000, reserved: 0 };
  const limits = { checkoutCapacity: 40, providerCallsPerSecond: 100 };
  const asks = {
    variants: async ({ skus = [] }: { skus?: string[] }) => ({
      variants: skus.map((sku) => ({ sku, variantId: sku, productId: uuidv7() })),
    }),
    availability: async ({ variantIds }: { variantIds: string[] }) => ({
      variants: variantIds.map((variantId) => ({ variantId, ...level })),
    }),
  };
  /** What inventory was told to spread. */
  const spread: { variantIds: string[]; shards: number }[] = [];
  const saving = {
    catalog: asks,
    inventory: {
      spreadStock: async (of: (typeof spread)[number]) => {
        spread.push(of);
        return {};
      },
    },
  };
  const polls = { forgotten: [] as string[], forget: (ids: readonly string[]) => void polls.forgotten.push(...ids), forgetSale: () => {} };
  const tick = (admissionSeconds = 120) => admitWaiting({ sql, log: createLog('silent'), ask: asks, polls, limits, admissionSeconds })();
  const join = joinWaitingRoom(sql);
  /** A sale of one variant, opened a second ago unless said otherwise; the SKU is the variant's id. */
  async function sale(over: object = {}) {
    const variantId = uuidv7();
    const input = { slug: `drop-${variantId}`, name: 'Drop', opensAt: at(-1), endsAt: at(600), skus: [variantId], admissionsPerSecond: 10 };
    const saved = await saveSale(sql, saving)({ ...input, ...over });
    if (isRefused(saved)) throw new Error(JSON.stringify(saved));
    return { id: saved.id, variantId };
  }
  async function joined(saleId: string, visitorId: string = uuidv7()): Promise<string> {
    const answer = await join({ saleId, visitorId });
    if (isRefused(answer)) throw new Error(JSON.stringify(answer));
    return answer.ticketId;
  }
  return {
    sql,
    level,
    polls,
    limits,
    asks,
    saving,
    spread,
    tick,
    join,
    joined,
    sale,
    at,
    /** The sale and its tickets, as if so many seconds had gone by. */
    async pass(saleId: string, seconds: number) {
      await sql`
        UPDATE sales SET opens_at = opens_at - ${seconds} * interval '1 second', refilled_at = refilled_at - ${seconds} * interval '1 second'
        WHERE id = ${saleId}`;
      await sql`UPDATE tickets SET expires_at = expires_at - ${seconds} * interval '1 second' WHERE sale_id = ${saleId}`;
    },
    /** Tickets of a sale by status, in order of their places. */
    async by(saleId: string, status: string): Promise<string[]> {
      const rows = await sql<
        { id: string }[]
      >`SELECT id FROM tickets WHERE sale_id = ${saleId} AND status = ${status} ORDER BY place, arrival`;
      return rows.map((row) => row.id);
    },
    /** Forgets all sales, so that one test's do not share the shop's capacity with the next one's. */
    async empty() {
      await sql`DELETE FROM tickets`;
      await sql`DELETE FROM sales`;
      Object.assign(level, { available: 1000, reserved: 0 });
    },
    close: () => database.close(),
  };
}
