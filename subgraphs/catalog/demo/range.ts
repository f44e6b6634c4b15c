import type { Colour } from './pictures/palette.ts';
import type { Kind } from './pictures/picture.ts';

/** The invented brands of the demo shop. */
export type Brand =
  | 'Nordfell'
  | 'Kestrel & Pine'
  | 'Halvik'
  | 'Tarnwood'
  | 'Ostwick'
  | 'Lumenry'
  | 'Brindlecroft'
  | 'Quillmere'
  | 'Pedalbrook';

/** One product in a line: title, brand, price in cents, its colours, and what it cost before, if it is reduced. */
export type Entry = readonly [title: string, brand: Brand, priceMinor: number, colours: readonly Colour[], wasMinor?: number];

/** All products of one kind, with what they have in common. */
export interface Range {
  kind: Kind;
  /** The first part of the SKUs. */
  code: string;
  category: readonly [root: string, branch: string, leaf: string];
  /** A second option beside the colour; each value costs `step` cents more than the one before. */
  option?: { name: string; values: readonly string[]; step: number };
  /** A description is one of each: what it is for, how it is made, and what is good to know. */
  purposes: readonly string[];
  makings: readonly string[];
  closings: readonly string[];
  entries: readonly Entry[];
}
