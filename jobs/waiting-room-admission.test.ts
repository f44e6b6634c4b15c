import { expect, test } from 'vitest';
import { admitWaiting } from './waiting-room-admission.ts';

test('turns that are wanted before the next run are taken when they are wanted', async () => {
  const turns: number[] = [];
  const wanted: (number | null)[] = [200, 300, 600, null];
  const admit = admitWaiting({
    admitWaiting: async () => {
      turns.push(performance.now());
      return { admitted: 0, againInMs: wanted[turns.length - 1]! };
    },
  });
  await admit();
  // the one after that is another run's
  expect(turns.length).toBe(3);
  expect(turns[1]! - turns[0]!).toBeGreaterThanOrEqual(195);
  expect(turns[2]! - turns[1]!).toBeGreaterThanOrEqual(295);
  await admit();
  expect(turns.length).toBe(4);
});
