import type { Sql } from 'postgres';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Refusal } from '../../../kit/refusal.ts';
import { saga } from '../../../kit/saga.ts';
import { LEASE_MS } from '../../../kit/saga-log.ts';
import { newRecord } from '../../../kit/saga-runner.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../../schema/testing/context-database.ts';
import { attemptOpener } from './attempt-rows.ts';

const table = saga('PlaceOrder', { input: z.unknown(), ids: ['orderId'] });
const LOST = Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });

describe('an attempt whose commit was not answered', () => {
  let database: ContextDatabase;
  beforeAll(async () => {
    database = await contextDatabase('checkout');
  });
  afterAll(() => database.close());

  /** The same database over a connection that breaks at the first insert: before the server has it, or after its commit. */
  function breaking(when: 'before' | 'after', error: Error = LOST): { sql: Sql; inserts: () => number } {
    let inserts = 0;
    const sql = new Proxy(database.sql, {
      apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
        if (!args[0].join('').includes('INSERT INTO attempts') || inserts++ > 0) return Reflect.apply(target, self, args);
        return (when === 'after' ? (Reflect.apply(target, self, args) as Promise<unknown>) : Promise.resolve()).then(() =>
          Promise.reject(error),
        );
      },
    });
    return { sql, inserts: () => inserts };
  }
  const attempt = (key = uuidv7()) => ({ id: uuidv7(), scope: 'guest:checkout', key, fingerprint: 'f' });
  const opening = (id: string) => {
    const first = { id, epoch: 1, entries: [], state: 'RUNNING' as const, refusals: null, leaseMs: LEASE_MS };
    return { saga: newRecord(table, id, { sum: 5 }), first, seconds: 900 };
  };
  const openAttempt = (sql: Sql, mine: ReturnType<typeof attempt>, what: ReturnType<typeof opening> | { refusals: Refusal[] }) =>
    attemptOpener(sql)({ ...mine, ...what });
  const stored = async (key: string) => [
    ...(await database.sql<{ id: string; hasSaga: boolean }[]>`
      SELECT a.id, s.id IS NOT NULL AS "hasSaga" FROM attempts a LEFT JOIN sagas s USING (id) WHERE key = ${key}`),
  ];

  test.each(['before', 'after'] as const)('is opened once all the same, when the connection broke %s the commit', async (when) => {
    const mine = attempt();
    const { sql, inserts } = breaking(when);
    expect(await openAttempt(sql, mine, opening(mine.id))).toBe(true);
    expect(inserts()).toBe(when === 'after' ? 1 : 2);
    expect(await stored(mine.key)).toEqual([{ id: mine.id, hasSaga: true }]);
  });

  test.each(['before', 'after'] as const)('so is one that is refused (%s)', async (when) => {
    const mine = attempt();
    expect(await openAttempt(breaking(when).sql, mine, { refusals: [{ code: 'CART_EMPTY', message: 'No.' }] })).toBe(true);
    expect(await stored(mine.key)).toEqual([{ id: mine.id, hasSaga: false }]);
  });

  test('is not taken for ours when the key is another’s', async () => {
    const theirs = attempt();
    await openAttempt(database.sql, theirs, opening(theirs.id));
    const mine = attempt(theirs.key);
    expect(await openAttempt(breaking('before').sql, mine, opening(mine.id))).toBe(false);
    expect(await stored(theirs.key)).toEqual([{ id: theirs.id, hasSaga: true }]);
  });

  test('is not tried again when the database has said no', async () => {
    const mine = attempt();
    const no = Object.assign(new Error('disk full'), { code: '53100' });
    const { sql, inserts } = breaking('before', no);
    await expect(openAttempt(sql, mine, opening(mine.id))).rejects.toThrow('disk full');
    expect(inserts()).toBe(1);
    expect(await stored(mine.key)).toEqual([]);
  });

  test('is written down with others at once, each as if it were alone', async () => {
    const [known, mine, refused, lost] = [attempt(), attempt(), attempt(), attempt()];
    await openAttempt(database.sql, known, opening(known.id));
    const { sql } = breaking('after');
    const open = attemptOpener(sql);
    const again = { ...attempt(known.key), ...opening(uuidv7()) };
    const answers = await Promise.all([
      open({ ...mine, ...opening(mine.id) }),
      open(again),
      open({ ...refused, refusals: [{ code: 'CART_EMPTY', message: 'No.' }] }),
      open({ ...lost, ...opening(lost.id) }),
      open({ ...attempt(lost.key), ...opening(uuidv7()) }),
    ]);
    expect(answers).toEqual([true, false, true, true, false]);
    expect(await stored(known.key)).toEqual([{ id: known.id, hasSaga: true }]);
    expect(await stored(refused.key)).toEqual([{ id: refused.id, hasSaga: false }]);
    expect(await stored(lost.key)).toEqual([{ id: lost.id, hasSaga: true }]);
  });
});
