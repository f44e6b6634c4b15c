import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRows } from './csv-rows.ts';
import type { BrokenFile, CsvRow } from './csv-rows.ts';

async function readAll(text: string, chunkSizes: readonly number[] = [65536]): Promise<(CsvRow | BrokenFile)[]> {
  const rows: (CsvRow | BrokenFile)[] = [];
  for await (const row of readCsvRows(chunks(Buffer.from(text), chunkSizes))) rows.push(row);
  return rows;
}

async function* chunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const cell = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a"\r\n,é]{0,12}$/))
  .filter((text) => !text.startsWith('\ufeff'));
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

describe('readCsvRows', () => {
  it('gives back any cells, their line and their end, however the bytes are cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    const newlines = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(table, sizes, newlines, fc.boolean(), async (rows, cuts, newline, bom) => {
        const lines = rows.map((cells) => cells.map(quote).join(',') + newline);
        const text = (bom ? '\ufeff' : '') + lines.join('');
        let before = bom ? '\ufeff' : '';
        const expected = rows.map((cells, index) => {
          const line = before.split('\n').length;
          before += lines[index] ?? '';
          return { cells, line, bytes: Buffer.byteLength(before) };
        });
        expect(await readAll(text, cuts)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('reads a file whose line ends are mixed and whose last line has none', async () => {
    expect((await readAll('a,b\r\n1,2\n3,4')).map((row) => 'cells' in row && [row.line, ...row.cells])).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [3, '3', '4'],
    ]);
  });

  it('tells of a quote that is never closed, after all rows before it', async () => {
    const rows = await readAll('a,b\n1,2\n3,"4\n5,6\n');
    expect(rows.slice(0, 2).map((row) => 'cells' in row && row.cells)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(rows[2]).toMatchObject({ line: 3, broken: expect.stringContaining('Quote Not Closed') });
  });

  it('stops at a record that grows without end instead of filling memory', async () => {
    const rows = await readAll(`a\n1\n"${'x\n'.repeat(700_000)}`);
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatchObject({ line: 3, broken: expect.stringContaining('Max Record Size') });
  });
});
