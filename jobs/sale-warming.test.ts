import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createPurges } from '../kit/purges.ts';
import { onRush } from '../kit/rush.ts';
import { warmForSales } from './sale-warming.ts';

test('sales that open soon are told of again and again, and a look that fails is not the last', async () => {
  const answers = [async () => ({ saleIds: [] }), async () => Promise.reject(new Error('away')), async () => ({ saleIds: ['s1', 's2'] })];
  const asked: number[] = [];
  const ask = {
    openingSoon: ({ withinSeconds }: { withinSeconds: number }) => {
      asked.push(withinSeconds);
      return answers[Math.min(asked.length, answers.length) - 1]!();
    },
  };
  const purges = createPurges();
  const heard: string[][] = [];
  onRush(purges, (names) => heard.push(names));
  const { stop } = warmForSales(ask, purges, pino({ level: 'silent' }), 5);
  await expect.poll(() => heard.length).toBeGreaterThan(1);
  stop();
  expect(new Set(asked)).toEqual(new Set([180]));
  expect(heard.every((names) => names.join() === 's1,s2')).toBe(true);
});
