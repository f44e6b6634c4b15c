import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Migrations of a context that is none of ours, each a list of statements; `add` ships one more. */
export function migrationsFor(...migrations: string[][]): { folder: URL; add(statements: string[]): void; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-migrations-'));
  mkdirSync(path.join(folder, 'meta'));
  const entries: object[] = [];
  const add = (statements: string[]) => {
    const tag = `${String(entries.length).padStart(4, '0')}_test`;
    writeFileSync(path.join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
    entries.push({ idx: entries.length, version: '7', when: 1_700_000_000_000 + entries.length, tag, breakpoints: true });
    writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  };
  for (const statements of migrations) add(statements);
  return { folder: pathToFileURL(`${folder}/`), add, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
