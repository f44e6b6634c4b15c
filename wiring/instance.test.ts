import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../kit/free-port.ts';
import { assertPortFree, takeDataDir } from './instance.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'holdfast-instance-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('a data folder has one shop at a time', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', 'run.mjs'], { stdio: 'ignore' });
  await new Promise((resolve) => other.once('spawn', resolve));
  writeFileSync(path.join(dir, 'shop.pid'), String(other.pid));
  expect(() => takeDataDir(dir)).toThrow(`is in use by another shop (pid ${other.pid})`);
  other.kill('SIGKILL');
  await new Promise((resolve) => other.once('exit', resolve));
  const taken = takeDataDir(dir);
  expect(readFileSync(path.join(dir, 'shop.pid'), 'utf8')).toBe(String(process.pid));
  taken.release();
  takeDataDir(dir);
});

test('the number of a process that is no shop is not in the way', () => {
  writeFileSync(path.join(dir, 'shop.pid'), '1');
  takeDataDir(dir).release();
});

test('a port that is taken is named before anything is started', async () => {
  const port = await freePort();
  await assertPortFree('127.0.0.1', port);
  const server = net.createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await expect(assertPortFree('127.0.0.1', port)).rejects.toThrow(`PORT ${port} is taken`);
  server.close();
});
