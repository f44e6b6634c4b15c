import { isAddress } from '../product-input.ts';
import type { ImportedImage } from './imported-product.ts';
import type { Field } from './columns.ts';
import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';

/** Collects the pictures of a product in the order the file asks for; a bad address costs that picture only. */
export function readImages(rows: readonly ProductRow[], report: (refused: RefusedRow) => void): ImportedImage[] {
  const found: { image: ImportedImage; position: number }[] = [];
  for (const row of rows) {
    const image = readImage(row, 'imageUrl', report);
    if (!image || found.some((other) => other.image.url === image.url)) continue;
    const altText = row.value('imageAlt');
    if (altText !== '') image.altText = altText;
    found.push({ image, position: Number.parseInt(row.value('imagePosition'), 10) || Number.MAX_SAFE_INTEGER });
  }
  return found.sort((a, b) => a.position - b.position).map((entry) => entry.image);
}

/** Reads one picture's address: http, https, or a path of the shop itself. */
export function readImage(row: ProductRow, field: Field, report: (refused: RefusedRow) => void): ImportedImage | undefined {
  const url = row.value(field);
  if (url === '') return undefined;
  if (isAddress(url) && (url.startsWith('/') || URL.canParse(url))) return { url };
  report(row.refuse(field, 'IMAGE_INVALID', 'Not an http or https address.', 'VALUE'));
  return undefined;
}
