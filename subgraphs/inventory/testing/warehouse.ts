import { uuidv7 } from '../../../kit/uuid.ts';
import { contextDatabase } from '../../../schema/testing/context-database.ts';
import { reserver } from '../commands/reserve.ts';
import { settler } from '../commands/settle.ts';

type Level = { available: number; reserved: number; sold: number };
type Stored = { status: string; attemptId: string | null; ofCheckout: number; seconds: number };

/** Inventory's statements on a database of their own: no graph and no transport around them. */
export async function startWarehouse() {
  const { sql, close } = await contextDatabase('inventory');
  const reserve = reserver(sql, 0);
  return {
    sql,
    close,
    reserve,
    settle: settler(sql),
    /** Holds one line: for an attempt, or for a checkout when there is none. */
    hold: (variantId: string, quantity: number, more: Partial<Parameters<typeof reserve>[0]> = {}) => {
      const request = { reservationId: uuidv7(), attemptId: null, adopt: null, ttlSeconds: 60, ...more };
      return reserve({ ...request, lines: more.lines ?? [{ variantId, quantity }] });
    },
    /** A variant with so many free units in each of its shards. */
    variant: async (...shards: number[]): Promise<string> => {
      const id = uuidv7();
      await sql`INSERT INTO items (variant_id, product_id, sku) VALUES (${id}, ${uuidv7()}, ${id})`;
      for (const [shard, available] of shards.entries())
        await sql`INSERT INTO stock (variant_id, shard, available) VALUES (${id}, ${shard}, ${available})`;
      return id;
    },
    /** What its shards hold together: available/reserved/sold. */
    level: async (variantId: string): Promise<string> => {
      const [row] = await sql<Level[]>`
        SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold FROM stock WHERE variant_id = ${variantId}`;
      return `${row!.available}/${row!.reserved}/${row!.sold}`;
    },
    /** A reservation as it is stored, and the seconds that it has left. */
    stored: async (id: string): Promise<Stored | undefined> => {
      const [row] = await sql<Stored[]>`
        SELECT status, attempt_id AS "attemptId", of_checkout AS "ofCheckout", extract(epoch FROM expires_at - now())::float8 AS seconds
        FROM reservations WHERE id = ${id}`;
      return row;
    },
    linesOf: async (reservationId: string) => [
      ...(await sql<{ variantId: string; shard: number; quantity: number }[]>`
        SELECT variant_id AS "variantId", shard, quantity FROM reservation_lines WHERE reservation_id = ${reservationId} ORDER BY 1, 2`),
    ],
    /** What was told of a variant: its status, how many are free, and the version of its rows. */
    told: async (variantId: string) =>
      (
        await sql<{ type: string; version: number; payload: { status: string; available: number; productId: string } }[]>`
        SELECT type, version, payload FROM outbox WHERE aggregate_id = ${variantId} ORDER BY id`
      ).map(({ type, version, payload }) => `${type} v${version}: ${payload.available} ${payload.status}`),
    /** Waits until so many statements wait for a lock that somebody else has. */
    untilBlocked: async (count: number) => {
      const deadline = Date.now() + 5_000;
      for (;;) {
        const [row] = await sql<{ waiting: number }[]>`
          SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        if (row!.waiting >= count) return;
        if (Date.now() > deadline) throw new Error(`only ${row!.waiting} statements wait for a lock`);
      }
    },
  };
}
export type Warehouse = Awaited<ReturnType<typeof startWarehouse>>;
