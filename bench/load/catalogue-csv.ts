import { BRANDS, CATEGORIES, COLOURS, KINDS, MATERIALS, SENTENCES, SIZES, STYLES } from './catalogue-words.ts';
import { chance, type Chance } from './chance.ts';

export type CatalogueOptions = { products: number; seed: number };

const HEADER =
  'Title,URL handle,Description,Vendor,Product category,Type,Status,SKU,Option1 name,Option1 value,Option2 name,Option2 value,Price,' +
  'Compare-at price,Inventory quantity,Product image URL,Image position,Image alt text,Variant image URL';
const CHUNK_PRODUCTS = 100;

/**
 * A Shopify product file of so many products, about three variants each, in pieces of text. Product n is the same for
 * the same seed, however many come after it: a larger catalogue begins with the smaller one.
 */
export async function* catalogueCsv({ products, seed }: CatalogueOptions): AsyncGenerator<string> {
  yield `${HEADER}\r\n`;
  let chunk = '';
  for (let n = 0; n < products; n++) {
    chunk += productRows(n, chance(seed, n));
    if ((n + 1) % CHUNK_PRODUCTS > 0) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function productRows(n: number, { pick, upTo, share }: Chance): string {
  const category = pick(CATEGORIES);
  const kind = pick(KINDS[category.split(' > ')[0]!]!);
  const title = `${pick(BRANDS)} ${pick(STYLES)} ${pick(MATERIALS)} ${kind}`;
  const handle = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${n}`;
  const description = `<p>${title}: ${pick(SENTENCES)}</p>\n<ul><li>${pick(SENTENCES)}</li><li>${pick(SENTENCES)}</li></ul>`;
  const cents = 500 + upTo(40_000);
  const compareAt = share(0.2) ? amount(Math.round(cents * 1.25)) : '';
  const status = share(0.96) ? 'active' : pick(['draft', 'archived']);
  const sku = `HF-${String(n).padStart(7, '0')}`;
  const picture = (i: number) => `https://pictures.example.com/${handle}-${i}.jpg`;
  const rows = optionsOf(upTo, pick).map(([colour, size], i) => [
    ...(i === 0 ? [title, handle, description, title.split(' ')[0]!, category, kind, status] : ['', handle, '', '', '', '', '']),
    `${sku}-${i + 1}`,
    ...(i > 0 ? ['', colour, '', size] : colour === '' ? ['Title', 'Default Title', '', ''] : ['Colour', colour, 'Size', size]),
    amount(cents + i * 100),
    compareAt && amount(Math.round(cents * 1.25) + i * 100),
    String(share(0.1) ? 0 : upTo(200)),
    ...(i < 3 ? [picture(i + 1), String(i + 1), `${title}, picture ${i + 1}`] : ['', '', '']),
    colour === '' ? '' : picture(1),
  ]);
  return rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** One product in five has no options; the others one to three colours in one to three sizes: three variants on average. */
function optionsOf(upTo: Chance['upTo'], pick: Chance['pick']): [colour: string, size: string][] {
  if (upTo(5) === 0) return [['', '']];
  const colours = take(COLOURS, 1 + upTo(3), upTo);
  const sizes = take(pick(SIZES), 1 + upTo(3), upTo);
  return colours.flatMap((colour) => sizes.map((size): [string, string] => [colour, size]));
}

function take(from: readonly string[], count: number, upTo: Chance['upTo']): string[] {
  const start = upTo(from.length);
  return Array.from({ length: Math.min(count, from.length) }, (_, i) => from[(start + i) % from.length]!);
}

const amount = (cents: number) => (cents / 100).toFixed(2);
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
