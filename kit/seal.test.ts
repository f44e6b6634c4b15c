import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';
import { createSigner } from './sign.ts';

const [BEFORE, AFTER] = ['a secret that was', 'a secret that comes'];
const [before, during, after] = [createSigner(BEFORE), createSigner(AFTER, [BEFORE]), createSigner(AFTER)].map((signer) =>
  createSeal(signer, 'use'),
) as [ReturnType<typeof createSeal>, ReturnType<typeof createSeal>, ReturnType<typeof createSeal>];

test('law: what is sealed is opened again, says nothing, and is another each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), (text) => {
      const [one, two] = [after.close(text), after.close(text)];
      expect([after.open(one), after.open(two)]).toEqual([text, text]);
      expect(one).not.toBe(two);
      expect(one).not.toContain(text);
    }),
  );
});

test('while a secret is rotated it is opened by both, and only the present one is current', () => {
  const sealed = before.close('whsec_x');
  expect([before.open(sealed), during.open(sealed), during.open(after.close('whsec_y'))]).toEqual(['whsec_x', 'whsec_x', 'whsec_y']);
  expect(() => after.open(sealed)).toThrow('none of the secrets');
  expect([before.isCurrent(sealed), during.isCurrent(sealed), during.isCurrent(during.close('x')), during.isCurrent('whsec_x')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('what was changed, cut, or sealed for another use is not opened; what was never sealed is as it is', () => {
  const sealed = after.close('whsec_x');
  for (const wrong of [sealed.slice(0, -4), `${sealed.slice(0, 20)}AAAA${sealed.slice(24)}`, 'sealed.', 'sealed.AAAA'])
    expect(() => after.open(wrong)).toThrow('none of the secrets');
  expect(() => createSeal(createSigner(AFTER), 'another use').open(sealed)).toThrow('none of the secrets');
  expect(after.open('whsec_x')).toBe('whsec_x');
});
