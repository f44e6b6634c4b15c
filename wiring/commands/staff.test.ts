import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { isRefused } from '../../kit/refusal.ts';
import { staff } from '../../subgraphs/staff/contract.ts';
import { openShopFloor } from '../testing/shop-floor.ts';
import { run } from './staff.ts';

let shop: Awaited<ReturnType<typeof openShopFloor>>;
beforeAll(async () => {
  shop = await openShopFloor();
});
afterAll(() => shop?.close());
afterEach(() => vi.restoreAllMocks());

async function typed(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  for (const to of ['log', 'error'] as const) vi.spyOn(console, to).mockImplementation((said: string) => void lines.push(said));
  return { code: await run(args, shop.config), text: lines.join('\n') };
}
const known = async (token: string) => (await shop.transport.clientOf(staff).identify({ token })).known;

test('the first owner and a key come from the command line', async () => {
  const invited = await typed('owner', '--email', 'ada@example.com', '--name', 'Ada');
  expect(invited.code, invited.text).toBe(0);
  const token = /"token":"([\w-]+)"/.exec(invited.text)?.[1] ?? '';
  const tokens = await shop.transport.clientOf(staff).acceptInvitation({ token, password: 'correct horse battery' });
  expect(isRefused(tokens)).toBe(false);

  const made = await typed('key', '--name', 'erp', '--scopes', 'orders:read,inventory:write', '--days', '30');
  const secret = /hf_\S+/.exec(made.text)?.[0] ?? '';
  const found = await known(secret);
  expect([made.code, found?.staff.scopes]).toEqual([0, ['orders:read', 'inventory:write']]);
  expect((await typed('keys')).text).toMatch(/^\S+ {2}erp {2}orders:read,inventory:write {2}until 2\d{3}-/);
  expect((await typed('revoke', found!.staff.id)).text).toContain('revoked 2');
  expect(await known(secret)).toBeNull();
});

test.each([
  [['key', '--name', 'x', '--scopes', 'all'], 1, 'There is no scope "all"'],
  [['revoke', 'nonsense'], 1, 'There is no such key.'],
  [['owner', '--email', 'nobody', '--name', 'x'], 1, 'This is no e-mail address.'],
])('%j is refused with a reason', async (args, code, said) => {
  const answer = await typed(...args);
  expect([answer.code, answer.text]).toEqual([code, expect.stringContaining(said)]);
});

test.each([
  [['owner', '--email', 'a@b.c']],
  [['key', '--name', 'x']],
  [['key', '--name', 'x', '--scopes', 'orders:read', '--days', '0']],
  [['keys', 'x']],
  [['fire']],
  [['--loud']],
])('%j is not clear', async (args) => expect((await typed(...args)).code).toBe(2));
