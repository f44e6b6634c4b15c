import type { Ink } from './palette.ts';

/** How one kind of product is drawn, in a square of 800, lit from the upper left. */
export interface Shape {
  /** The shadow on the ground: centre, height of the ground, half the width. */
  ground: readonly [x: number, y: number, width: number];
  draw: (ink: Ink) => string;
}

/** Paints that every shape may use beside its ink: url(#body), url(#fall), url(#metal), url(#wood), url(#shine). */
function paints(ink: Ink): string {
  return (
    `<linearGradient id="body"><stop offset="0" stop-color="${ink.light}"/><stop offset=".45" stop-color="${ink.base}"/>` +
    `<stop offset="1" stop-color="${ink.dark}"/></linearGradient>` +
    `<linearGradient id="fall" x2="0" y2="1"><stop offset="0" stop-color="${ink.light}"/>` +
    `<stop offset=".5" stop-color="${ink.base}"/><stop offset="1" stop-color="${ink.dark}"/></linearGradient>` +
    '<linearGradient id="metal"><stop offset="0" stop-color="#8d969f"/><stop offset=".25" stop-color="#eef1f4"/>' +
    '<stop offset=".6" stop-color="#b4bcc4"/><stop offset="1" stop-color="#7c858e"/></linearGradient>' +
    '<linearGradient id="wood" x2=".3" y2="1"><stop offset="0" stop-color="#d9b07a"/><stop offset=".5" stop-color="#c4955c"/>' +
    '<stop offset="1" stop-color="#a67843"/></linearGradient>' +
    '<linearGradient id="shine"><stop offset="0" stop-color="#fff" stop-opacity=".55"/>' +
    '<stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>' +
    '<radialGradient id="glow"><stop offset="0" stop-color="#fff3c4"/>' +
    '<stop offset=".4" stop-color="#ffe08a" stop-opacity=".7"/>' +
    '<stop offset="1" stop-color="#ffe08a" stop-opacity="0"/></radialGradient>' +
    '<radialGradient id="ground"><stop offset="0" stop-color="#3a3f47" stop-opacity=".42"/>' +
    '<stop offset=".6" stop-color="#3a3f47" stop-opacity=".15"/>' +
    '<stop offset="1" stop-color="#3a3f47" stop-opacity="0"/></radialGradient>'
  );
}

/** The views of a product: as it stands, turned round, and from close by. */
const VIEWS: readonly { turn: string; page: readonly [lit: string, edge: string] }[] = [
  { turn: '', page: ['#ffffff', '#e9ebee'] },
  { turn: 'translate(800 0) scale(-1 1)', page: ['#fffdf8', '#efe8dc'] },
  { turn: 'translate(-220 -200) scale(1.5)', page: ['#fbfdff', '#dfe7ee'] },
];

/** How many views `paint` knows. */
export const viewCount = VIEWS.length;

/** Paints a shape on a light page with its shadow; the same shape, ink and view give the same text. */
export function paint(shape: Shape, ink: Ink, view: number): string {
  const { turn, page } = VIEWS[view - 1] ?? { turn: '', page: ['#ffffff', '#e9ebee'] };
  const [x, y, width] = shape.ground;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800" role="img">' +
    `<defs><radialGradient id="page" cx=".45" cy=".38" r=".75"><stop offset="0" stop-color="${page[0]}"/>` +
    `<stop offset="1" stop-color="${page[1]}"/></radialGradient>${paints(ink)}</defs>` +
    '<rect width="800" height="800" fill="url(#page)"/>' +
    `<g${turn === '' ? '' : ` transform="${turn}"`}>` +
    `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${Math.round(width * 0.13) + 10}" fill="url(#ground)"/>` +
    `${shape.draw(ink)}</g></svg>\n`
  );
}
