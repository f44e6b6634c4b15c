import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embeddedPostgres } from '../postgres/embedded.ts';

/** One real Postgres for the whole run; each suite makes a database of its own in it. Durability stays on. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) return async () => {};
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-test-'));
  const server = await embeddedPostgres({ dataDir, settings: { max_connections: '300' } });
  process.env.TEST_POSTGRES_URL = server.url;
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
