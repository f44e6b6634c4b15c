import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readRouterToken } from '../../kit/router-token.ts';
import { createSigner } from '../../kit/sign.ts';
import { readConfig } from '../environment.ts';
import { run } from './router-token.ts';

const SECRET = 'a-secret-of-at-least-32-characters';
const DAY_MS = 24 * 60 * 60 * 1000;
let dataDir = '';
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-router-token-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

async function typed(args: string[], environment: Record<string, string> = { SECRET }) {
  const said: Record<'log' | 'error', string[]> = { log: [], error: [] };
  for (const to of ['log', 'error'] as const) vi.spyOn(console, to).mockImplementation((line: string) => void said[to].push(line));
  return { code: await run(args, readConfig({ DATA_DIR: dataDir, ...environment })), ...said };
}
const holder = (token: string | undefined, days: number, secret = SECRET) =>
  readRouterToken(createSigner(secret), token, Date.now() + days * DAY_MS);

test.each([
  [[], 'storefront', 30],
  [['--days', '90', '--for', 'admin'], 'admin', 90],
])('%j: the token alone is on standard output, good for its time and no longer', async (args, audience, days) => {
  const { code, log, error } = await typed(args);
  expect([code, log.length, error.length]).toEqual([0, 1, 1]);
  expect([holder(log[0], 0), holder(log[0], days - 0.01), holder(log[0], days + 0.01)]).toEqual([audience, audience, null]);
  expect(error[0]).toMatch(new RegExp(`^For a router of the ${audience} API, until 2`));
});

test.each([[['--days', '0']], [['--days', '367']], [['--days', 'many']], [['--for', 'root']], [['storefront']]])(
  '%j is explained',
  async (args) => {
    const { code, log, error } = await typed(args);
    expect([code, log]).toEqual([2, []]);
    expect(error[0]).toContain('Usage: npm run -s router-token');
  },
);

test("without the shop's secret none is made that would open nothing", async () => {
  await expect(typed([], {})).rejects.toThrow(/^SECRET is not set, and .* has none: .* For example: SECRET_FILE=/);
  writeFileSync(path.join(dataDir, 'secret'), 'drawn at the first start');
  const { log } = await typed([], {});
  expect(holder(log[0], 0, 'drawn at the first start')).toBe('storefront');
});
