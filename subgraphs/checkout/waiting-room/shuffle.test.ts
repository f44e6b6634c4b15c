import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lotOf, shuffled } from './shuffle.ts';

const seeds = fc.string({ minLength: 1 });
const rooms = fc.uniqueArray(fc.uuid(), { maxLength: 50 });

test('a shuffle loses nobody and adds nobody', () => {
  fc.assert(
    fc.property(seeds, rooms, (seed, room) => {
      expect([...shuffled(seed, room)].sort()).toEqual([...room].sort());
    }),
  );
});

test('it does not matter who came when', () => {
  const twice = rooms.chain((room) => fc.tuple(fc.constant(room), fc.shuffledSubarray(room, { minLength: room.length })));
  fc.assert(
    fc.property(seeds, twice, (seed, [room, other]) => {
      expect(shuffled(seed, other)).toEqual(shuffled(seed, room));
    }),
  );
});

test('another seed gives another order, and anyone can reckon it', () => {
  const room = Array.from({ length: 20 }, (_, i) => `ticket ${i}`);
  expect(shuffled('a', room)).not.toEqual(shuffled('b', room));
  expect(lotOf('seed', 'ticket')).toBe(createHash('sha256').update('seedticket').digest('hex'));
});

test('everyone is as likely to be first', () => {
  const room = ['a', 'b', 'c', 'd'];
  const first = Array.from({ length: 4_000 }, (_, i) => shuffled(`seed ${i}`, room)[0]!);
  for (const id of room) expect(Math.abs(first.filter((it) => it === id).length - 1_000)).toBeLessThan(150);
});
