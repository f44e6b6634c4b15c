import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entityCache } from './entity-cache.ts';
import { createPurges } from './purges.ts';

type Row = { id: string; version: number };

function shelf(max = 100) {
  const purges = createPurges();
  const cache = entityCache<Row>({ context: 'catalog', max, idOf: (row) => row.id, purges });
  return { purges, cache };
}

test('a purge takes out what it names, by the name of its own context only', async () => {
  const { purges, cache } = shelf();
  await cache.fill(async () => [
    { id: 'a', version: 1 },
    { id: 'b', version: 1 },
  ]);
  purges.publish(['inventory:a', 'catalog', 'catalog:b']);
  expect([cache.get('a')?.version, cache.get('b')?.version]).toEqual([1, undefined]);
});

test('keeps the last used ones, and no more than it may', async () => {
  const { cache } = shelf(2);
  await cache.fill(async () => ['a', 'b', 'c'].map((id) => ({ id, version: 1 })));
  expect(['a', 'b', 'c'].map((id) => cache.get(id)?.id)).toEqual([undefined, 'b', 'c']);
});

// The world moves on (`change`), tells of it (`purge`), and reads begin and end in between, in any order.
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('change' as const, 'begin' as const), id: fc.constantFrom('a', 'b') }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat(5) }),
);

test('law: after a purge nothing is shown that was read before it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { purges, cache } = shelf();
      const world = new Map([
        ['a', 1],
        ['b', 1],
      ]);
      const reads: { finish: () => void; done: Promise<unknown> }[] = [];
      for (const one of steps) {
        if ('which' in one) {
          const [read] = reads.splice(one.which % Math.max(1, reads.length), 1);
          read?.finish();
          await read?.done;
        } else if (one.kind === 'change') {
          world.set(one.id, world.get(one.id)! + 1);
          purges.publish([`catalog:${one.id}`]);
        } else {
          const seen = { id: one.id, version: world.get(one.id)! };
          let finish = () => {};
          const gate = new Promise<void>((resolve) => {
            finish = resolve;
          });
          reads.push({ finish, done: cache.fill(() => gate.then(() => [seen])) });
        }
        for (const [id, version] of world) expect(cache.get(id)?.version ?? version).toBe(version);
      }
    }),
  );
});

test('after a purge, for a while, only the primary is asked', () => {
  const { purges, cache } = shelf();
  const seen = () => [cache.haveChanged(['a']), cache.haveChanged(['b']), cache.haveChanged(['b', 'a']), cache.hasAnyChanged()];
  expect(seen()).toEqual([false, false, false, false]);
  purges.publish(['catalog:a']);
  expect(seen()).toEqual([true, false, true, true]);
});
