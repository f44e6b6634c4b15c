import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../kit/testing/database.ts';
import { startSimulator } from './simulator.ts';
import { CARD_PAYMENT, SECRET_KEY, sdkFor } from './simulator-suite.ts';

const MODULE = fileURLToPath(new URL('./simulator.ts', import.meta.url));
const PROGRAM = `
  const { default: postgres } = await import('postgres');
  const { startSimulator } = await import(${JSON.stringify(MODULE)});
  const sql = postgres(process.env.LEDGER_URL, { max: 3, onnotice: () => {} });
  const { url } = await startSimulator({ sql, secretKey: '${SECRET_KEY}' });
  console.log(url);`;

/** A simulator in a process of its own, so that it can be killed without warning. */
async function spawnSimulator(ledgerUrl: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM], {
    env: { ...process.env, LEDGER_URL: ledgerUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), kill: () => Promise.all([once(child, 'exit'), child.kill('SIGKILL')]) };
}

it('killed in the middle of a sale, it has kept every payment it confirmed and repeats each answer', async () => {
  const database = await testDatabase('stripe_simulator_crash');
  const doomed = await spawnSimulator(database.url);
  const stripe = sdkFor(doomed.url);
  const paid = new Map<string, string>();
  const pay = (sdk: typeof stripe, key: string) =>
    sdk.paymentIntents.create({ ...CARD_PAYMENT, payment_method: 'pm_card_visa', confirm: true }, { idempotencyKey: key });
  const buyer = async (name: number) => {
    for (let n = 0; n < 1000; n += 1) paid.set(`${name}-${n}`, (await pay(stripe, `${name}-${n}`)).id);
  };
  const sale = Promise.allSettled([0, 1, 2, 3].map(buyer));
  await expect.poll(() => paid.size, { timeout: 20_000 }).toBeGreaterThan(40);
  await doomed.kill();
  await sale;

  const heir = await startSimulator({ sql: database.sql, secretKey: SECRET_KEY });
  const again = sdkFor(heir.url);
  for (const [key, id] of paid) expect((await pay(again, key)).id).toBe(id);
  // One may have been committed and not heard of by each of the four buyers.
  const [books] = await database.sql<{ charges: number; events: number }[]>`
    SELECT (SELECT count(*)::int FROM charges) AS charges, (SELECT count(*)::int FROM events) AS events`;
  expect(books?.charges).toBeGreaterThanOrEqual(paid.size);
  expect(books?.charges).toBeLessThanOrEqual(paid.size + 4);
  expect(books?.events).toBe((books?.charges ?? 0) * 3);
  await heir.close();
  await database.drop();
});
