import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { LIMITS, limitsRule } from './limits.ts';

const schema = buildSchema('type Query { a: Query b: Query id: ID }');
const refusals = (query: string) => validate(schema, parse(query), [limitsRule]).map(({ message }) => message);

/** A selection set as a tree: how it is written with fragments, and how deep and large it is when written out. */
type Tree = { depth: number; size: number; text: string; fragments: string[] };
const leaf: Tree = { depth: 1, size: 1, text: 'id', fragments: [] };
let drawn = 0;
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    fc.constant(leaf),
    fc
      .tuple(fc.constantFrom('a', 'b'), tie('tree'))
      .map(([name, inner]) => ({ ...inner, depth: inner.depth + 1, size: inner.size + 1, text: `${name} { ${inner.text} }` })),
    tie('tree').map((inner) => ({ ...inner, text: `... on Query { ${inner.text} }` })),
    tie('tree').map((inner) => {
      const name = `F${drawn++}`;
      return { ...inner, text: `...${name}`, fragments: [...inner.fragments, `fragment ${name} on Query { ${inner.text} }`] };
    }),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => ({
      depth: Math.max(x.depth, y.depth),
      size: x.size + y.size,
      text: `${x.text} ${y.text}`,
      fragments: [...x.fragments, ...y.fragments],
    })),
  ),
})).tree;

test('law: whatever way it is written, an operation is refused exactly when it is too deep or too large written out', () => {
  let refused = 0;
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 16 }), ({ depth, size, text, fragments }, wrap) => {
      const query = `{ ${'a { '.repeat(wrap)}${text}${' }'.repeat(wrap)} } ${fragments.join(' ')}`;
      const said = refusals(query);
      refused += said.length > 0 ? 1 : 0;
      expect(said.some((message) => message.includes('levels deep'))).toBe(depth + wrap > LIMITS.depth);
      expect(said.some((message) => message.includes('selects more'))).toBe(size + wrap > LIMITS.selections);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(10);
});

test('each limit is met at its value and passed one beyond it', () => {
  const deep = (n: number) => `{ ${'a { '.repeat(n - 1)}id${' }'.repeat(n - 1)} }`;
  const aliased = (n: number) => `{ a { ${Array.from({ length: n }, (_, i) => `x${i}: id`).join(' ')} } }`;
  const wide = (n: number) => `{ ...R } fragment R on Query { ${Array.from({ length: n }, (_, i) => `x${i}: id`).join(' ')} }`;
  const many = (n: number) => `{ a { ${'id '.repeat(n - 1)} } }`;
  const [depth, aliases, rootFields, selections] = [LIMITS.depth, LIMITS.aliases, LIMITS.rootFields, LIMITS.selections];
  expect([deep(depth), aliased(aliases), wide(rootFields), many(selections)].flatMap(refusals)).toEqual([]);
  expect(
    [deep(depth + 1), aliased(aliases + 1), wide(rootFields + 1), many(selections + 1)].map((query) => refusals(query).length),
  ).toEqual([1, 1, 1, 1]);
});

test('fragments that double thirty times, or go round, take no time', () => {
  const doubling = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ');
  expect(refusals(`{ ...F0 } ${doubling} fragment F30 on Query { id }`)).toEqual([expect.stringContaining('selects more')]);
  expect(refusals('{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }')).toEqual([]);
});
