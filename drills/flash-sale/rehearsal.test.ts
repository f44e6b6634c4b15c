import { expect, test } from 'vitest';
import { rehearse } from './rehearsal.ts';
import { pageOf } from './report/page.ts';
import { capacityOf, told } from './report/report.ts';

/** The same for everybody, so that a red run can be repeated. */
const SEED = Number(process.env.FLASH_SALE_SEED ?? 42);

test(`a small sale with every kind of cheat, seed ${SEED}, is right in all that is not about speed`, { timeout: 120_000 }, async () => {
  const run = await rehearse(
    {
      ...{ topology: 'one process', multiplier: 5, stock: 12, seconds: 6, seed: SEED, kill: false, restartPostgres: false },
      ...{ providerCallsPerSecond: 1_000, providerMs: 0, checkoutCapacity: 100 },
      calm: { warmSeconds: 0, calmSeconds: 1, recoverySeconds: 0 },
    },
    () => {},
    new AbortController().signal,
  );
  const result = told(run);
  expect(result.table.filter(({ isTimed, passed }) => !isTimed && passed === false)).toEqual([]);
  expect(run.afterwards.stock).toEqual({ available: 0, reserved: 0, sold: 12 });
  // nothing above would be said of a sale to which nobody came
  expect(result.buyers.bought).toBeGreaterThan(0);
  const { 'sold out': inLine = 0, INSUFFICIENT_STOCK: inTheShop = 0 } = result.buyers;
  expect(inLine + inTheShop).toBeGreaterThan(0);
  expect(run.afterwards.early).toBeGreaterThan(50);
  const answersTo = (how: string) => result.cheats.find((cheat) => cheat.how === how)!.answers;
  expect(answersTo('forged').WAITING_ROOM_TOKEN_INVALID).toBeGreaterThan(0);
  // a shop that limits an address may turn some of them away before it looks
  const { WAITING_ROOM_TOKEN_REQUIRED: refused = 0, shed = 0, ...others } = answersTo('round the room');
  expect([refused > 0, refused + shed, others]).toEqual([true, 20, {}]);
  const report = { format: 1, at: 'now', command: '', outcome: result.outcome, settings: {}, knee: [], runs: [result] } as const;
  const page = pageOf({
    ...report,
    runs: [result],
    knee: [],
    machine: { cpus: 2, node: '', loadBefore: 0 },
    capacity: capacityOf([result]),
  });
  expect(page.match(/<svg /g)).toHaveLength(7);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});
