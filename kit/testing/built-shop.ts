import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BUILT = path.join(ROOT, '.cache/built');
const SOURCES = ['main.ts', 'topology.ts', 'package.json', 'deploy', 'gateway', 'jobs', 'kit', 'schema', 'subgraphs', 'wiring'];
/** What a run of tests that began before us may still start. */
const KEEP_MS = 86_400_000;

/**
 * The arguments with which Node starts the shop as it is deployed: plain JavaScript, made by the image's own script and kept until a
 * source changes. A process that compiles nothing is up in half the time.
 */
export function builtShop(): string[] {
  const folder = path.join(BUILT, fingerprint());
  if (!existsSync(folder)) build(folder);
  return [path.join(folder, 'main.js')];
}

function build(folder: string): void {
  mkdirSync(BUILT, { recursive: true });
  for (const old of readdirSync(BUILT)) {
    const at = path.join(BUILT, old);
    if (Date.now() - statSync(at).mtimeMs > KEEP_MS) rmSync(at, { recursive: true, force: true });
  }
  const made = mkdtempSync(path.join(BUILT, 'making-'));
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'deploy/build-image.sh'), [made], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`deploy/build-image.sh ended with ${status}: ${stdout}${stderr}`);
  try {
    renameSync(made, folder);
  } catch (error) {
    // another process was as quick
    rmSync(made, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Of names, sizes and times alone: reading everything would take longer than a start. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    const stat = statSync(path.join(ROOT, file));
    if (stat.isDirectory()) for (const name of readdirSync(path.join(ROOT, file)).sort()) add(path.join(file, name));
    else hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const source of SOURCES) add(source);
  return hash.digest('hex').slice(0, 16);
}
