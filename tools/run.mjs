// The launcher behind every npm script. Plain JavaScript with nothing to install, because it is what installs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'node_modules/.holdfast-installed');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Holdfast needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
const given = process.cwd();
process.chdir(root);
ensureInstalled();

const { register } = await import('tsx/esm/api');
register();
const [what = '--help', ...args] = process.argv.slice(2);
const scripts = {
  test: 'test-all.ts',
  bench: '../bench/bench.ts',
  'drill:faults': '../drills/faults/faults.ts',
  'drill:flash-sale': '../drills/flash-sale/flash-sale.ts',
  'drill:deploy': '../drills/deploy/deploy.ts',
  'drill:restore': '../drills/restore/restore.ts',
  'drill:hostile': '../drills/hostile/hostile.ts',
  compose: 'compose.ts',
  events: 'events.ts',
  codegen: 'codegen.ts',
  dashboards: 'dashboards.ts',
  'deploy:files': 'deploy-files.ts',
  migrations: 'migrations.ts',
  'saga-fixtures': 'saga-fixtures.ts',
  'trusted-documents': 'trusted-documents.ts',
  mutation: 'mutation.ts',
  sbom: 'sbom.ts',
  'audit:dependencies': 'audit-dependencies.ts',
};
if (scripts[what]) {
  process.argv = [process.argv[0], path.join(root, 'tools', scripts[what]), ...args];
  await import(new URL(scripts[what], import.meta.url).href);
} else {
  // files are named from where the command was typed, as far as npm tells
  process.env.INIT_CWD ??= given;
  const { mainAndExit } = await import('../main.ts');
  await mainAndExit([what, ...args]);
}

/** Installs from the lockfile, unless what it asks for is there already: then no network is needed. */
function ensureInstalled() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing dependencies (the first time takes a minute) ...');
  const install = ['-y', PNPM, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'];
  const { status, error } = spawnSync('npx', install, { stdio: 'inherit', env: { ...process.env, npm_config_loglevel: 'error' } });
  if (status !== 0) {
    console.error(`The dependencies could not be installed${error ? `: ${error.message}` : ''}. Is the npm registry reachable?`);
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${major} ${PNPM}`);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}
