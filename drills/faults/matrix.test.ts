import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { MATRIX, RULES } from './matrix.ts';
import { lastResults, pageOf } from './record.ts';
import { SCENARIOS } from './scenarios.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const rowsWithScenarios = new Set(SCENARIOS.map((scenario) => scenario.row));

describe('the matrix of faults', () => {
  test('has every fault once, F1 to F50', () => {
    expect(MATRIX.map(({ row }) => row)).toEqual(Array.from({ length: 50 }, (_, i) => `F${i + 1}`));
  });

  test.each(MATRIX)('$row is proved by a scenario or a test, or says why it waits', ({ row, tests, later }) => {
    expect(rowsWithScenarios.has(row) || tests.length > 0 || later).toBeTruthy();
  });

  const NAMED = [
    ...MATRIX.flatMap(({ row, tests }) => tests.map((named) => [row, named] as const)),
    ...RULES.map(({ rule, test: named }) => [rule, named] as const),
  ];
  test.each(NAMED)('%s: %s is there', (_, named) => {
    const [file, name] = named.split(' › ') as [string, string];
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(readFileSync(path.join(ROOT, file), 'utf8')).toContain(name);
  });

  test('no scenario plays a row that is not there', () => {
    expect([...rowsWithScenarios].filter((row) => !MATRIX.some((known) => known.row === row))).toEqual([]);
  });

  test('the page says what was recorded', () => {
    expect(readFileSync(path.join(ROOT, 'docs/faults.md'), 'utf8')).toBe(pageOf(lastResults()));
  });
});
