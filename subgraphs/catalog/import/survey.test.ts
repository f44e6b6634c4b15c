import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApartRows } from './apart.ts';
import { readColumns } from './columns.ts';
import type { ImportedProduct } from './imported-product.ts';
import { productRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';
import { readShopifyCsv } from './shopify-csv.ts';
import { surveyShopifyCsv } from './survey.ts';

const HEADER = 'Handle,Title,Option1 Name,Option1 Value,Variant Price';

async function* pieces(bytes: Buffer, size = 64): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string) {
  const survey = await surveyShopifyCsv(pieces(Buffer.from(text)));
  if ('refused' in survey) throw new Error(survey.refused.message);
  const products: ImportedProduct[] = [];
  const refused: RefusedRow[] = [];
  for await (const item of readShopifyCsv(pieces(Buffer.from(text)), { currencyCode: 'EUR', apart: survey.apart })) {
    if ('refused' in item) refused.push(item.refused);
    else products.push(item.product);
  }
  return { survey, products, refused };
}

const withoutLines = (products: ImportedProduct[]) =>
  products
    .map(({ line: _, ...product }) => ({ ...product, variants: product.variants.map(({ line: __, ...variant }) => variant) }))
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1));

describe('a survey', () => {
  it('puts rows that stand apart together: any mixing of products reads as if they were sorted', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    const mixed = sizes.chain((counts) => {
      const handles = counts.flatMap((count, n) => Array.from({ length: count }, () => n));
      return fc.shuffledSubarray(handles, { minLength: handles.length, maxLength: handles.length });
    });
    const rowsOf = (order: number[]) => {
      const seen = new Map<number, number>();
      return order.map((n) => {
        const i = (seen.get(n) ?? 0) + 1;
        seen.set(n, i);
        return i === 1 ? `p${n},Product ${n},Size,s1,1.00` : `p${n},,,s${i},${i}.00`;
      });
    };
    const file = (rows: string[]) => [HEADER, ...rows, ''].join('\n');
    await fc.assert(
      fc.asyncProperty(mixed, async (order) => {
        const together = await read(file(rowsOf([...order].sort((a, b) => a - b))));
        const apart = await read(file(rowsOf(order)));
        expect(apart.refused).toEqual([]);
        expect(withoutLines(apart.products)).toEqual(withoutLines(together.products));
        expect(apart.survey.products).toBe(together.products.length);
      }),
    );
  });

  it('knows the last good row of a product, though a bad one comes after it', async () => {
    const { products, refused } = await read(`${HEADER}\na,A,Size,S,1\nb,B,Size,S,1\na,,,M,1\nb,,,M\n`);
    expect(products.map(({ externalId, variants }) => [externalId, variants.length])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(refused).toMatchObject([{ line: 5, code: 'COLUMN_COUNT' }]);
  });

  it.each([
    ['Latin-1', Buffer.from(`${HEADER}\na,A,,,1\nb,Café,,,1\n`, 'latin1'), 'NOT_UTF8', 3],
    ['Latin-1 in its last line', Buffer.from(`${HEADER}\na,Café`, 'latin1'), 'NOT_UTF8', 2],
    ['UTF-16', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), 'NOT_TEXT', 1],
    ['a workbook', Buffer.from('PK\x03\x04.......'), 'NOT_TEXT', 1],
    ['bytes that are no text', Buffer.from(`${HEADER}\na,A\0,,,1\n`), 'NOT_TEXT', 2],
    ['semicolons', Buffer.from(`${HEADER.replaceAll(',', ';')}\n`), 'HEADER_UNKNOWN', 1],
    ['nothing', Buffer.alloc(0), 'HEADER_UNKNOWN', 1],
    ['a quote never closed', Buffer.from(`${HEADER}\na,A,,,1\nb,"B,,,1\n`), 'FILE_BROKEN', 3],
  ])('refuses %s before anything is taken', async (_, bytes, code, line) => {
    const answer = await surveyShopifyCsv(pieces(bytes, 7));
    expect(answer).toMatchObject({ refused: { code, line, effect: 'FILE', message: expect.stringMatching(/\S/) } });
  });

  it('takes characters that are cut by a piece, and a byte order mark', async () => {
    const bytes = Buffer.from(`\ufeff${HEADER}\nä,日本 😀,,,1\n`);
    for (let size = 1; size < 12; size++)
      expect(await surveyShopifyCsv(pieces(bytes, size))).toMatchObject({ products: 1, bytes: bytes.length });
  });
});

describe('rows that wait', () => {
  const columns = readColumns(HEADER.split(','));
  if ('missing' in columns) throw new Error('no header');
  const row = (handle: string, line: number) => productRow(columns, [handle, handle, '', '', '1'], line);

  it('are bounded: a product for which there is no room is refused as a whole, once', () => {
    const last = new Map([
      ['a', 9],
      ['b', 8],
    ]);
    const waiting = new ApartRows(last, 100);
    expect(waiting.take(row('a', 2), 60)).toBeUndefined();
    expect(waiting.take(row('b', 3), 60)).toMatchObject({ refused: { code: 'HANDLE_APART', handle: 'b', line: 3, effect: 'PRODUCT' } });
    expect(waiting.take(row('b', 8), 60)).toBeUndefined();
    expect(waiting.take(row('a', 9), 30)).toMatchObject({ rows: [{ line: 2 }, { line: 9 }] });
  });
});
