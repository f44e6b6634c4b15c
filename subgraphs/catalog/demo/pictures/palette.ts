/** One colour as a picture needs it: lit, plain, shaded, and nearly dark. */
export interface Ink {
  light: string;
  base: string;
  dark: string;
  deep: string;
}

const BASES = {
  forest: '#2f6b4a',
  moss: '#7c8f4e',
  sage: '#9db49a',
  ocean: '#1f6f8b',
  sky: '#7fb2d6',
  navy: '#2b3f66',
  slate: '#64748b',
  charcoal: '#41454c',
  steel: '#a9b3bd',
  sand: '#d8bf94',
  cream: '#efe3cb',
  rust: '#b5532e',
  coral: '#e8795f',
  mustard: '#d9a227',
  plum: '#74406b',
  berry: '#a52f4f',
  copper: '#b87343',
  oak: '#b98a56',
} as const;

/** A colour of the demo shop; its name is a word of a picture's address and, with a capital, an option's value. */
export type Colour = keyof typeof BASES;

/** True for the name of a colour that pictures can be drawn in. */
export function isColour(name: string): name is Colour {
  return Object.hasOwn(BASES, name);
}

/** The shades of a colour. */
export function inkOf(colour: Colour): Ink {
  const base = BASES[colour];
  return { light: mix(base, 255, 0.3), base, dark: mix(base, 0, 0.22), deep: mix(base, 0, 0.5) };
}

function mix(hex: string, towards: number, share: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `#${channels
    .map((c) =>
      Math.round(c + (towards - c) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
