import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenStaff, openStaff, withScopes } from '../testing/open-staff.ts';

let s: OpenStaff;
beforeAll(async () => {
  s = await openStaff();
});
afterAll(() => s?.close());

const TRAIL = `query($f: TrailFilter, $n: Int = 20, $a: String) { trail(filter: $f, first: $n, after: $a) {
  nodes { seq actorKind actorId scopes context field arguments outcome codes traceId } pageInfo { hasNextPage endCursor } } }`;
type Entry = Record<string, unknown>;
const trail = async (variables: object = {}) =>
  (await s.graph(TRAIL, { ...variables })).trail as { nodes: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string } };

test('what staff do is written down with who, what, and how it has ended; texts are hidden', async () => {
  await s.invite('ada@example.com', 'SUPPORT', withScopes('staff:write', 'orders:read'));
  await s.invite('ada@example.com', 'SUPPORT');
  await expect(s.invite('eve@example.com', 'SUPPORT', withScopes('orders:read'))).rejects.toThrow('staff:write');
  await s.relay();
  const { nodes } = await trail();
  expect(nodes).toMatchObject([
    { actorKind: 'API_KEY', actorId: 'key-1', scopes: ['orders:read'], field: 'staffInvite', outcome: 'FORBIDDEN', codes: ['FORBIDDEN'] },
    { actorKind: 'API_KEY', actorId: 'root', scopes: ['*'], context: 'staff', outcome: 'DONE', codes: [], traceId: 'trace-1' },
    { actorId: 'key-1', scopes: ['staff:write', 'orders:read'], outcome: 'REFUSED', codes: ['SCOPE_NOT_YOURS'] },
  ]);
  expect(JSON.parse(String(nodes[0]!.arguments))).toEqual({ input: { email: '[hidden]', name: '[hidden]', role: 'SUPPORT' } });
  expect(JSON.stringify(await s.sql`SELECT payload FROM outbox`)).not.toMatch(/example\.com|Ada/);
});

test('an action that was not written down is not done', async () => {
  const [before] = await s.sql`SELECT count(*) FROM api_keys`;
  await s.sql`ALTER TABLE outbox RENAME TO outbox_away`;
  await expect(s.key(['orders:read'])).rejects.toThrow('Something went wrong');
  await s.sql`ALTER TABLE outbox_away RENAME TO outbox`;
  expect(await s.sql`SELECT count(*) FROM api_keys`).toEqual([before]);
});

test('signing in, and what is done from the command line, stand there too', async () => {
  const { id } = await s.member('grace@example.com', 'MANAGER');
  await s.ask.createKey({ by: 'ada@laptop', name: 'erp', scopes: ['orders:read'] });
  await s.relay();
  expect((await trail({ n: 3 })).nodes).toMatchObject([
    { actorKind: 'COMMAND_LINE', actorId: 'ada@laptop', field: 'apiKeyCreate', outcome: 'DONE' },
    { actorKind: 'STAFF', actorId: id, field: 'acceptInvitation', outcome: 'DONE' },
    { actorId: 'root', field: 'staffInvite' },
  ]);
  expect((await trail({ f: { actorId: id } })).nodes).toHaveLength(1);
});

test('rows are numbered without a gap, and neither changed nor taken away', async () => {
  await Promise.all(Array.from({ length: 10 }, () => s.key(['orders:read'])));
  await Promise.all([s.relay(), s.relay()]);
  const numbers = (await s.sql<{ seq: number }[]>`SELECT seq::int AS seq FROM trail ORDER BY seq`).map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  expect(await s.sql`SELECT seq::int AS seq FROM trail_head`).toEqual([{ seq: numbers.length }]);
  for (const statement of ['UPDATE trail SET codes = NULL', 'DELETE FROM trail', 'TRUNCATE trail'])
    await expect(s.sql.unsafe(statement)).rejects.toThrow('append-only');
  const first = await trail({ n: 4 });
  const next = await trail({ n: 4, a: first.pageInfo.endCursor });
  expect(first.pageInfo.hasNextPage).toBe(true);
  expect(Number(next.nodes[0]!.seq)).toBeLessThan(Number(first.nodes[3]!.seq));
});
