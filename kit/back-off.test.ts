import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseAfter } from './back-off.ts';

const pauses = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 12 });
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a pause is its own, a fifth either way at most; after the last there is none', () => {
  fc.assert(
    fc.property(pauses, fc.nat(14), draw, (all, i, drawn) => {
      const pause = pauseAfter(all, i + 1, () => drawn);
      if (i >= all.length) return pause === null;
      return pause !== null && pause >= all[i]! * 0.8 - 1e-9 && pause <= all[i]! * 1.2 + 1e-9;
    }),
  );
});

test('who failed together comes apart', () => {
  const drawn = Array.from({ length: 50 }, () => pauseAfter([100], 1));
  expect(new Set(drawn).size).toBeGreaterThan(40);
});
