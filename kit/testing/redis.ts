import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../free-port.ts';

/** Null where there is a Redis for the tests; else why there is none. */
export const noRedis: string | null =
  process.env.REDIS_URL_TEST || spawnSync('redis-server', ['--version']).status === 0 ? null : 'neither redis-server nor REDIS_URL_TEST';

/** The Redis of REDIS_URL_TEST, or one of its own on a free port that keeps nothing. */
export async function testRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  if (process.env.REDIS_URL_TEST) return { url: process.env.REDIS_URL_TEST, stop: async () => {} };
  const dir = mkdtempSync(path.join(tmpdir(), 'holdfast-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `redis://127.0.0.1:${port}`;
  await answering(url);
  const stop = async () => {
    server.kill();
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  return { url, stop };
}

async function answering(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: (times) => (times > 200 ? null : 50), maxRetriesPerRequest: null });
  redis.on('error', () => {});
  await redis.ping();
  redis.disconnect();
}
