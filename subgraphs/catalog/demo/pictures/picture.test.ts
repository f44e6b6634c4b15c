import { describe, expect, it } from 'vitest';
import { kinds, picture } from './picture.ts';

/** The first thing that is wrong with a text as XML, if anything: enough of the rules for what we write. */
function fault(xml: string): string | undefined {
  const open: string[] = [];
  const tag = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z][A-Za-z0-9-]*="[^"<&]*")*)\s*(\/?)>/g;
  const rest = xml.replace(tag, (_tag, closes, name, attributes, empty) => {
    const names = [...String(attributes).matchAll(/([A-Za-z0-9-]+)="/g)].map((match) => match[1]);
    if (new Set(names).size !== names.length) open.push(`an attribute twice in ${name}`);
    if (closes === '/') return open.pop() === name ? '' : `</${name}>?`;
    if (empty !== '/') open.push(name);
    return '';
  });
  return rest.trim() || open[0];
}

describe('picture', () => {
  it.each(kinds)('draws a well-formed %s from every side', (kind) => {
    for (const name of [`${kind}-forest.svg`, `${kind}-rust-2.svg`, `${kind}-cream-3.svg`]) {
      const svg = picture(name) ?? '';
      expect(fault(svg)).toBeUndefined();
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 800 800"/);
      expect(svg).not.toMatch(/undefined|NaN|<script|href/);
      expect(picture(name)).toBe(svg);
    }
  });

  it('refers only to paints that it defines', () => {
    for (const kind of kinds) {
      const svg = picture(`${kind}-navy.svg`) ?? '';
      for (const [, id] of svg.matchAll(/url\(#([a-z]+)\)/g)) expect(svg).toContain(`id="${id}"`);
    }
  });

  it('draws each kind, colour and view differently', () => {
    const names = kinds.flatMap((kind) => [`${kind}-navy.svg`, `${kind}-coral.svg`, `${kind}-navy-2.svg`, `${kind}-navy-3.svg`]);
    expect(new Set(names.map(picture)).size).toBe(names.length);
    expect(picture('tent-navy-1.svg')).toBe(picture('tent-navy.svg'));
  });

  it.each([
    'tent.svg',
    'tent-pink.svg',
    'car-navy.svg',
    'tent-navy-4.svg',
    'tent-navy-0.svg',
    'tent-navy.png',
    'tent-navy',
    '',
    '../tent-navy.svg',
    'constructor-navy.svg',
    'tent-constructor.svg',
    'tent-navy.svg\n',
    'sleeping-bag.svg',
  ])('knows no "%s"', (name) => {
    expect(picture(name)).toBeNull();
  });
});
