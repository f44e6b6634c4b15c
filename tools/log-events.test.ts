import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const CALL = /\.(trace|debug|info|warn|error|fatal)\(\s*(?:\{[^;]*?\},\s*)?'([^'\n]+)',?\s*\)/g;

const FOLDERS = ['kit', 'gateway', 'jobs', 'subgraphs', 'wiring'];
const under = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));

test('the table of docs/operating.md has what is logged at info, and nothing that is not logged', () => {
  const rows = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| (info|warn|error|fatal) \| `([^`]+)` \|/gm);
  const told = new Map([...rows].map(([, level, msg]) => [msg!, level!]));
  const logged = new Map<string, string>();
  for (const file of ['main.ts', ...FOLDERS.flatMap((folder) => under(folder))]) {
    if (!file.endsWith('.ts') || /\/(simulator|testing|generated)\/|\.test\.ts$/.test(file)) continue;
    for (const [, level, msg] of readFileSync(file, 'utf8').matchAll(CALL)) logged.set(msg!, level!);
  }
  expect(logged.size).toBeGreaterThan(60);
  // its level depends on how it has ended
  logged.set('a saga was run', 'info');
  for (const [msg, level] of told) expect(logged.get(msg), msg).toBe(level);
  expect([...logged].filter(([msg, level]) => level === 'info' && !told.has(msg))).toEqual([]);
});
