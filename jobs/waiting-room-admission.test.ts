import { expect, test } from 'vitest';
import { admitWaiting } from './waiting-room-admission.ts';

test('a sale that opens before the next turn has its first one at that moment', async () => {
  const turns: number[] = [];
  const answers = [
    { admitted: 0, opensInMs: 200 },
    { admitted: 7, opensInMs: null },
  ];
  const admit = admitWaiting({
    admitWaiting: async () => {
      turns.push(performance.now());
      return answers[turns.length - 1] ?? { admitted: 0, opensInMs: null };
    },
  });
  await admit();
  expect(turns.length).toBe(2);
  expect(turns[1]! - turns[0]!).toBeGreaterThanOrEqual(195);
  await admit();
  expect(turns.length).toBe(3);
});
