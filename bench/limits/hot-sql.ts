import { createSigner } from '../../kit/sign.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { serveJob } from '../child.ts';
import type { Figures } from '../figures.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { HotJob } from '../load/hot-reserve.ts';
import { driverOf } from './database.ts';

const STOCK = 1_000_000_000;

/** One hot row without batching: a transaction a buyer, all of them queueing for the row's lock. */
async function load({ databaseUrl, secret, ...load }: HotJob): Promise<Figures> {
  const sql = await driverOf(databaseUrl, 'inventory', createSigner(secret));
  const variantId = uuidv7();
  await sql`INSERT INTO stock (variant_id, available) VALUES (${variantId}, ${STOCK})`;
  const { figures, completed } = await closedLoop(load, async () => {
    const id = uuidv7();
    await sql.begin(async (tx) => {
      const { count } = await tx`
        UPDATE stock SET available = available - 1, reserved = reserved + 1, version = version + 1
        WHERE variant_id = ${variantId} AND available >= 1`;
      if (count !== 1) throw new Error('sold out');
      await Promise.all([
        tx`INSERT INTO reservations (id, status, attempt_id, of_checkout, expires_at) VALUES (${id}, 'HELD', ${uuidv7()}, 0, now() + interval '15 minutes')`,
        tx`INSERT INTO reservation_lines (reservation_id, variant_id, quantity) VALUES (${id}, ${variantId}, 1)`,
      ]);
    });
  });
  const [row] = await sql<{ reserved: number }[]>`SELECT reserved FROM stock WHERE variant_id = ${variantId}`;
  if (row!.reserved !== completed) throw new Error(`${completed} were sold, ${row!.reserved} are gone`);
  await sql.end();
  return figures;
}

serveJob(load);
