import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MUTATION_PARTS } from './mutation-parts.ts';
import { type Mutant, outdated, page, type Report, survivorsOf, tally } from './mutation-report.ts';

const mutant = (status: string, line: number, replacement: string): Mutant => ({
  mutatorName: 'EqualityOperator',
  status,
  replacement,
  location: { start: { line, column: 5 }, end: { line, column: 10 } },
});
const source = 'if (a < b) {\nif (c | d) {\n';
const report: Report = {
  files: {
    'kit/b.ts': { source, mutants: [mutant('Survived', 2, 'c & d'), mutant('NoCoverage', 1, 'a >= b'), mutant('Killed', 1, 'true')] },
    'kit/a.ts': { source, mutants: [mutant('Timeout', 1, 'true'), mutant('Survived', 1, 'a <= b'), mutant('Ignored', 1, 'false')] },
  },
};
const reasons = { 'kit/b.ts': { 'c | d → c & d': 'Equal for | these.', 'gone → away': 'No more.' } };

describe('a report of mutants', () => {
  test('is scored by what was noticed of all that could be run', () => {
    expect(tally(report)).toEqual({ killed: 1, timedOut: 1, survived: 2, uncovered: 1, score: 40 });
    expect(tally({ files: {} }).score).toBe(0);
  });

  test('lists what nobody noticed, by file and line, with the reason there is', () => {
    expect(survivorsOf(report, reasons)).toEqual([
      { file: 'kit/a.ts', line: 1, text: 'a < b → a <= b', uncovered: false, reason: null },
      { file: 'kit/b.ts', line: 1, text: 'a < b → a >= b', uncovered: true, reason: null },
      { file: 'kit/b.ts', line: 2, text: 'c | d → c & d', uncovered: false, reason: 'Equal for | these.' },
    ]);
  });

  test('tells of reasons that nothing needs any more', () => {
    expect(outdated(reasons, survivorsOf(report, reasons))).toEqual(['kit/b.ts: gone → away']);
  });

  test('becomes a page on which a survivor without a reason is seen', () => {
    const text = page([{ name: 'saga', date: '2026-01-02', report }], reasons, 90);
    expect(text).toContain('| saga | 40.0 % | 1 | 1 | 2 | 1 | 2026-01-02 |');
    expect(text).toContain('| `kit/a.ts:1` | `` a < b → a <= b `` | **no reason given yet** |');
    expect(text).toContain('| `kit/b.ts:2` | `` c \\| d → c & d `` | Equal for \\| these. |');
  });
});

test.each(Object.entries(MUTATION_PARTS))('the files of %s are there', (_, { subjects, tests }) => {
  expect([...subjects, ...tests].filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([]);
});
