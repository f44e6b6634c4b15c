import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generatedTypes } from './generated-types.ts';

describe('generated resolver types', async () => {
  const generated = await generatedTypes();
  test('there are some for every context', () => {
    expect(generated.map(({ context }) => context)).toEqual(
      expect.arrayContaining(['catalog', 'search', 'inventory', 'cart', 'checkout', 'orders', 'payments', 'operations', 'accounts']),
    );
  });

  test.each(generated)('those of $context are what codegen gives now (npm run codegen)', ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
