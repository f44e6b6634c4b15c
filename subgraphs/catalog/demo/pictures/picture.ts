import * as camping from './camping.ts';
import { paint, viewCount } from './canvas.ts';
import type { Shape } from './canvas.ts';
import * as clothing from './clothing.ts';
import * as desk from './desk.ts';
import * as home from './home.ts';
import * as kitchen from './kitchen.ts';
import { inkOf, isColour } from './palette.ts';

const shapes = {
  tent: camping.tent,
  'sleeping-bag': camping.sleepingBag,
  'camp-chair': camping.campChair,
  lantern: camping.lantern,
  backpack: camping.backpack,
  bottle: camping.bottle,
  shirt: clothing.shirt,
  jacket: clothing.jacket,
  sweater: clothing.sweater,
  boots: clothing.boots,
  hat: clothing.hat,
  socks: clothing.socks,
  gloves: clothing.gloves,
  mug: kitchen.mug,
  kettle: kitchen.kettle,
  pan: kitchen.pan,
  pot: kitchen.pot,
  bowl: kitchen.bowl,
  board: kitchen.board,
  knife: kitchen.knife,
  lamp: home.lamp,
  chair: home.chair,
  vase: home.vase,
  candle: home.candle,
  clock: home.clock,
  blanket: home.blanket,
  towel: home.towel,
  cushion: home.cushion,
  notebook: desk.notebook,
  pen: desk.pen,
  'bike-light': desk.bikeLight,
  helmet: desk.helmet,
} satisfies Record<string, Shape>;

/** A kind of product that there is a drawing of. */
export type Kind = keyof typeof shapes;

/** All kinds, in the order of the files they are drawn in. */
export const kinds = Object.keys(shapes) as Kind[];

/** Draws `<kind>-<colour>[-<view>].svg`, for example `tent-forest.svg` or `tent-forest-2.svg`; null for any other name. */
export function picture(name: string): string | null {
  const [, kind = '', colour = '', view = '1'] = /^([a-z]+(?:-[a-z]+)?)-([a-z]+)(?:-([1-9]))?\.svg$/.exec(name) ?? [];
  if (!isKind(kind) || !isColour(colour) || Number(view) > viewCount) return null;
  return paint(shapes[kind], inkOf(colour), Number(view));
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(shapes, name);
}
