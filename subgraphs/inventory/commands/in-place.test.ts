import { expect, test } from 'vitest';
import { connect } from '../../../kit/db.ts';
import { contextUrl, migrateContext } from '../../../kit/migrate.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { testSigner } from '../../../schema/testing/subgraph.ts';
import { reserver } from './reserve.ts';

test('a stock row is updated within its page (HOT), however full the table was filled: no index grows with what is sold', async () => {
  const database = await testDatabase('in-place');
  const folder = new URL('../migrations', import.meta.url);
  await migrateContext({ context: 'inventory', folder, databaseUrl: database.url }, testSigner);
  // one connection: what it has done is in the statistics once it has been asked to say so
  const { sql, close } = connect({ url: contextUrl(database.url, 'inventory', testSigner), schema: 'inventory', max: 1 });
  try {
    // an autovacuum that looks at the table meanwhile holds back what a page could give free
    await sql`ALTER TABLE stock SET (autovacuum_enabled = false)`;
    const variants = Array.from({ length: 2_000 }, () => uuidv7());
    await sql`INSERT INTO stock (variant_id, available) SELECT unnest(${variants}::uuid[]), 1000`;
    const reserve = reserver(sql, 0);
    const lines = (variantId: string) => [{ variantId, quantity: 1 }];
    const buy = (variantId: string) =>
      reserve({ reservationId: uuidv7(), attemptId: uuidv7(), adopt: null, ttlSeconds: 60, lines: lines(variantId) });
    for (let round = 0; round < 3; round++) await Promise.all(variants.map(buy));
    await sql`SELECT pg_stat_force_next_flush()`;
    const [row] = await sql<{ updates: number; hot: number }[]>`
      SELECT n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE schemaname = 'inventory' AND relname = 'stock'`;
    expect(row!.updates).toBe(6_000);
    expect(row!.hot / row!.updates).toBeGreaterThan(0.95);
  } finally {
    await close();
    await database.drop();
  }
});
