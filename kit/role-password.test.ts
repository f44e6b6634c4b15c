import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from './db.ts';
import { contextUrl, migrateContext, roleOf } from './migrate.ts';
import { withRolePassword } from './role-password.ts';
import { createSigner, type Signer } from './sign.ts';
import { testDatabase } from './testing/database.ts';

/** Roles belong to the whole server: this one is nobody else's. */
const CONTEXT = 'rotated';
const [BEFORE, AFTER] = ['a secret that was', 'a secret that comes'];
const [alone, informed, rotated] = [createSigner(BEFORE), createSigner(BEFORE, [AFTER]), createSigner(AFTER, [BEFORE])];

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase('rotation');
});
afterAll(async () => {
  await database.sql.unsafe(`DROP ROLE ${roleOf(CONTEXT)}`);
  await database.drop();
});

const migrate = (signer: Signer) =>
  migrateContext({ context: CONTEXT, folder: new URL('./no-migrations/', import.meta.url), databaseUrl: database.url }, signer);
const pool = (signer: Signer) => connect({ url: contextUrl(database.url, CONTEXT, signer), schema: 'public', max: 1 });

/** Who a new connection says it is, by either driver; the code where it was turned away. */
async function opened(signer: Signer): Promise<string[]> {
  const db = pool(signer);
  const url = contextUrl(database.url, CONTEXT, signer);
  const client = withRolePassword(new pg.Client({ connectionString: url }), url);
  client.on('error', () => {});
  const asked = [
    db.sql`SELECT current_user AS me`.then(([row]) => row!.me as string),
    client.connect().then(async () => (await client.query('SELECT current_user AS me')).rows[0].me as string),
  ];
  const said = await Promise.all(asked.map((asking) => asking.catch((error: { code: string }) => error.code)));
  await Promise.all([db.close(), client.end().catch(() => {})]);
  return said;
}

test('all through a rotation new connections are opened by who knows of both secrets, and open ones go on', async () => {
  const me = [roleOf(CONTEXT), roleOf(CONTEXT)];
  await migrate(alone);
  expect([await opened(alone), await opened(informed), await opened(rotated)]).toEqual([me, me, me]);
  const held = pool(alone);
  await held.sql`SELECT 1`;
  await migrate(rotated);
  expect([await opened(informed), await opened(rotated), await opened(createSigner(AFTER))]).toEqual([me, me, me]);
  expect(await opened(alone)).toEqual(['28P01', '28P01']);
  expect(await held.sql`SELECT current_user AS me`).toEqual([{ me: roleOf(CONTEXT) }]);
  await held.close();
});
