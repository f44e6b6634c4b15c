import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsvRows } from '../import/csv-rows.ts';
import { csvRecord, guarded, unguarded } from './cells.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^['=+@\t-][-'=+@a-z,;"\r\n]{0,12}$/));

it('a spreadsheet finds no formula, and an import finds the text', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(guarded(value)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguarded(guarded(value))).toBe(value);
    }),
    { numRuns: 1000 },
  );
});

it('any cells come back from a record', async () => {
  const cells = fc.array(
    text.filter((value) => !value.startsWith('\ufeff')),
    { minLength: 2, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 4 }), async (records) => {
      const input = async function* () {
        yield records.map(csvRecord).join('');
      };
      const read: string[][] = [];
      for await (const row of readCsvRows(input())) read.push('cells' in row ? row.cells : []);
      expect(read).toEqual(records);
    }),
  );
});
