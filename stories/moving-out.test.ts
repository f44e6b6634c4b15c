import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../kit/free-port.ts';
import { type EmbeddedPostgres, embeddedPostgres } from '../kit/postgres/embedded.ts';
import { command } from './command.ts';
import { type Shopper, shopper, until } from './shopper.ts';
import { end, start, untilReady } from './world.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'holdfast-moving-'));
const logs = path.join(dir, 'logs');
const children = new Set<ChildProcess>();
let server: EmbeddedPostgres;
let env: Record<string, string>;
let base: string;

beforeAll(async () => {
  mkdirSync(logs);
  server = await embeddedPostgres({ dataDir: dir, settings: { max_connections: '200' } });
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const secrets = { SECRET: 'of the story, and of at least 32 characters', ADMIN_API_KEY: 'of-the-story-alone' };
  const redis = inject('redis');
  env = {
    ...(redis && { REDIS_URL: `${redis}/4` }),
    DATA_DIR: dir,
    DATABASE_URL: server.url,
    PUBLIC_URL: base,
    LOG_LEVEL: 'warn',
    SEED: 'none',
    RATE_LIMIT_FACTOR: '0',
    ...secrets,
  };
});
afterAll(async () => {
  await end([...children], 'SIGTERM');
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const run = (what: string, over: Record<string, string>): ChildProcess => {
  const child = start(what, { ...env, ...over }, logs);
  children.add(child);
  return child;
};

type Bought = { input: { idempotencyKey: string }; orderId: string | null };

/** Buyers who come again with the same key until their answer is final, and note every 5xx. */
function buyers(me: Shopper, count: number, variantId: string) {
  const bought: Bought[] = [];
  const broken: string[] = [];
  let over = false;
  const all = Array.from({ length: count }, async () => {
    while (!over) {
      const one: Bought = { input: me.buyingOne(variantId), orderId: null };
      bought.push(one);
      while (one.orderId === null) {
        const answer = await me.gql(CHECKOUT, { i: one.input }).catch(() => null);
        if (answer && answer.status >= 500) broken.push(`HTTP ${answer.status}`);
        one.orderId = (answer?.data as Answer | undefined)?.checkout?.order?.id ?? null;
        if (one.orderId === null) await sleep(100);
      }
      await sleep(50);
    }
  });
  const done = () => bought.filter((one) => one.orderId !== null).length;
  return {
    bought,
    broken,
    /** Waits until so many more have bought. */
    more: async (orders: number) => {
      const goal = done() + orders;
      expect(
        await until(
          async () => done(),
          (now) => now >= goal,
          45_000,
        ),
      ).toBeGreaterThanOrEqual(goal);
    },
    stop: async () => {
      over = true;
      await Promise.all(all);
    },
  };
}
type Answer = { checkout: { order?: { id: string } } | null };
const CHECKOUT = 'mutation($i:CheckoutInput!){checkout(input:$i){__typename ... on CheckoutCompleted { order { id } }}}';

test('inventory moves out, to a process and a database of its own, while orders flow, and back: nothing is lost', {
  timeout: 240_000,
}, async () => {
  const admin = postgres(server.url, { max: 1 });
  await admin`CREATE DATABASE elsewhere`;
  await admin.end();
  const INVENTORY_DATABASE_URL = server.url.replace(/[^/]*$/, 'elsewhere');
  const port = await freePort();
  const PORT = String(port);
  const shopPort = new URL(base).port;
  const INVENTORY_URL = `http://127.0.0.1:${PORT}`;

  let shop = run('all', { PORT: shopPort });
  await untilReady(base, logs);
  const me = shopper({ base, adminKey: env.ADMIN_API_KEY! });
  const { variantId } = await me.product(10_000);
  const orders = buyers(me, 3, variantId);
  await orders.more(5);

  // out: a process of its own; one line tells the shop
  let inventory = run('inventory', { PORT });
  await untilReady(INVENTORY_URL, logs, '/healthz');
  await end([shop], 'SIGTERM');
  shop = run('all', { PORT: shopPort, INVENTORY_URL });
  await untilReady(base, logs);
  await orders.more(5);

  // a database of its own
  await end([inventory], 'SIGTERM');
  const out = await command(env, 'move', 'inventory', '--to', INVENTORY_DATABASE_URL);
  expect(out.status, out.stdout + out.stderr).toBe(0);
  expect(out.stdout).toMatch(/inventory is moved: [\d,]+ rows in 8 tables, alike in both/);
  inventory = run('inventory', { PORT, INVENTORY_DATABASE_URL });
  await orders.more(5);
  expect((await me.cleanAudit()).findings).toEqual([]);

  // and back, both at once
  await end([shop, inventory], 'SIGTERM');
  const back = await command({ ...env, INVENTORY_DATABASE_URL }, 'move', 'inventory', '--back');
  expect(back.status, back.stdout + back.stderr).toBe(0);
  run('all', { PORT: shopPort });
  await orders.more(5);

  await orders.stop();
  expect(orders.broken).toEqual([]);
  expect((await me.cleanAudit()).findings).toEqual([]);
  const ids = new Set(orders.bought.map((one) => one.orderId));
  expect(ids.size).toBe(orders.bought.length);
  expect(
    await until(
      () => me.stock(variantId),
      (stock) => stock.reserved === 0,
    ),
  ).toMatchObject({ sold: ids.size, reserved: 0 });
});
