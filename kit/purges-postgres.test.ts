import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createPostgresPurges, payloads } from './purges-postgres.ts';
import { testDatabase } from './testing/database.ts';
import { purgesSuite } from './testing/purges-suite.ts';

const log = createLog('silent');

purgesSuite(async () => {
  const database = await testDatabase('purges');
  return {
    open: () => createPostgresPurges({ url: database.url, log }),
    cut: async () => {
      const cut = await database.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdfast:purges'
        AND datname = current_database()`;
      expect(cut.length).toBeGreaterThan(0);
    },
    close: database.drop,
  };
});

test('a payload is never longer than NOTIFY takes, whatever the tags are made of', () => {
  const tags = Array.from({ length: 2_000 }, (_, i) => `catalog:${'ü"'.repeat(20)}${i}`);
  const all = payloads('0'.repeat(36), tags);
  expect(Math.max(...all.map((text) => Buffer.byteLength(text)))).toBeLessThan(8_000);
  expect(all.flatMap((text) => (JSON.parse(text) as { tags: string[] }).tags)).toEqual(tags);
  expect(all.length).toBeLessThan(60);
});

test('a database that is away is no reason not to start, and keeps nobody from closing', async () => {
  const purges = createPostgresPurges({ url: 'postgres://nobody:x@127.0.0.1:1/none', log });
  purges.publish(['x']);
  expect(purges.hears()).toBe(false);
  await expect(purges.sent()).rejects.toThrow();
  await purges.close();
});
