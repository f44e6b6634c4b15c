import type { Colour } from './pictures/palette.ts';
import type { Entry, Range } from './range.ts';
import { clothing } from './ranges/clothing.ts';
import { deskAndRoad } from './ranges/desk-and-road.ts';
import { home } from './ranges/home.ts';
import { kitchen } from './ranges/kitchen.ts';
import { outdoor } from './ranges/outdoor.ts';
import { openingStock } from './stock.ts';

export interface DemoImage {
  url: string;
  altText: string;
}

export interface DemoVariant {
  sku: string;
  title?: string;
  selectedOptions: { name: string; value: string }[];
  priceMinor: number;
  compareAtPriceMinor?: number;
  currencyCode: 'EUR';
  image: DemoImage;
  stock: number;
}

/** A product of the demo shop, in the shape of ProductInput, with the opening stock of each variant. */
export interface DemoProduct {
  externalId: string;
  slug: string;
  title: string;
  description: string;
  brand: string;
  categoryPath: string[];
  images: DemoImage[];
  status: 'ACTIVE';
  variants: DemoVariant[];
}

const ranges: readonly Range[] = [...outdoor, ...clothing, ...kitchen, ...home, ...deskAndRoad];

/** The whole demo catalogue, the same at every call. */
export function demoProducts(): DemoProduct[] {
  return ranges.flatMap((range) => range.entries.map((entry, index) => product(range, entry, index)));
}

function product(range: Range, entry: Entry, index: number): DemoProduct {
  const [title, brand, , colours] = entry;
  const slug = words(title).toLowerCase();
  return {
    externalId: `demo-${slug}`,
    slug,
    title,
    description: describe(range, index),
    brand,
    categoryPath: [...range.category],
    images: images(range, title, colours),
    status: 'ACTIVE',
    variants: colours.flatMap((colour) => (range.option?.values ?? ['']).map((value, step) => variant(range, entry, colour, value, step))),
  };
}

function variant(range: Range, entry: Entry, colour: Colour, value: string, step: number): DemoVariant {
  const [title, , priceMinor, colours, wasMinor] = entry;
  const selectedOptions = [
    ...(colours.length > 1 ? [{ name: 'Colour', value: capital(colour) }] : []),
    ...(range.option ? [{ name: range.option.name, value }] : []),
  ];
  const sku = words([range.code, title.split(' ')[0], ...selectedOptions.map((option) => option.value)].join(' ')).toUpperCase();
  const more = (range.option?.step ?? 0) * step;
  return {
    sku,
    ...(selectedOptions.length > 0 && { title: selectedOptions.map((option) => option.value).join(' / ') }),
    selectedOptions,
    priceMinor: priceMinor + more,
    ...(wasMinor !== undefined && { compareAtPriceMinor: wasMinor + more }),
    currencyCode: 'EUR',
    image: image(range, title, colour),
    stock: openingStock(sku),
  };
}

function images(range: Range, title: string, [first, ...others]: readonly Colour[]): DemoImage[] {
  if (!first) return [];
  return [
    image(range, title, first),
    ...others.map((colour) => image(range, title, colour)),
    image(range, title, first, 2),
    image(range, title, first, 3),
  ];
}

function image(range: Range, title: string, colour: Colour, view?: 2 | 3): DemoImage {
  const seen = view === undefined ? '' : view === 2 ? ', from the other side' : ', close up';
  return {
    url: `/pictures/${range.kind}-${colour}${view === undefined ? '' : `-${view}`}.svg`,
    altText: `${title} in ${colour}${seen}`,
  };
}

/** Steps through the phrases at different paces, so that neighbours on a shelf never read alike. */
function describe({ purposes, makings, closings }: Range, index: number): string {
  const turn = Math.floor(index / purposes.length);
  const at = (phrases: readonly string[], place: number) => phrases[place % phrases.length];
  return [at(purposes, index), at(makings, index + turn), at(closings, index + 2 * turn)].join(' ');
}

function words(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f’.]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
