import { expect, test } from 'vitest';
import { differences, type Level, type OrderRow } from './accounts.ts';
import type { CheatStory } from './load.ts';
import { buyer } from './testing/good-run.ts';

const order = (id: string, email: string, units = 1): OrderRow => ({ id, email, status: 'PAID', units });
const cheat = (over: Partial<CheatStory> = {}): CheatStory => ({
  how: 'replayed',
  name: 'replayed-7',
  allowed: 1,
  orderIds: [],
  answers: {},
  ...over,
});

/** Three units, two sold to buyers, one to a cheat who was let in like anybody; one buyer of something else. */
function books() {
  const level: Level = { available: 0, reserved: 0, sold: 3 };
  const orders = [order('1', 'a@x'), order('2', 'b@x'), order('3', 'replayed-71-0@x'), order('4', 's@x', 0)];
  const told = {
    buyers: [
      buyer({ email: 'a@x', outcome: 'bought', attempted: true, orderIds: ['1'] }),
      buyer({ email: 'b@x', outcome: 'bought', attempted: true, orderIds: ['2'] }),
      buyer({ email: 'c@x' }),
    ],
    shoppers: [buyer({ email: 's@x', outcome: 'bought', attempted: true, orderIds: ['4'] })],
    // one whose name begins another's
    cheats: [cheat({ name: 'replayed-7', allowed: 0 }), cheat({ name: 'replayed-71' })],
  };
  return { level, orders, told };
}
type Books = ReturnType<typeof books>;
const found = ({ level, orders, told }: Books) =>
  Object.entries(differences(level, new Map(orders.map((each) => [each.id, each])), told, 3)).flatMap(([name, list]) =>
    list.length > 0 ? [name] : [],
  );

test('books that agree with what buyers were told differ in nothing', () => {
  expect(found(books())).toEqual([]);
});

const PLANTED: [name: string, plant: (all: Books) => unknown, differs: string[]][] = [
  ['one unit too many in orders', ({ orders }) => Object.assign(orders[0]!, { units: 2 }), ['oversold']],
  ['one unit too many counted as sold', ({ level }) => Object.assign(level, { sold: 4 }), ['oversold']],
  ['a unit that was sold and is in no order', ({ orders }) => orders.splice(2, 1), ['oversold']],
  ['a unit that nobody holds any more', ({ level }) => Object.assign(level, { reserved: 1 }), ['stranded']],
  ['a unit left, and a buyer without', ({ level }) => Object.assign(level, { available: 1 }), ['stranded']],
  ['two orders under one key', ({ told }) => told.buyers[0]!.orderIds.push('2'), ['toldTwice']],
  ['an order that is not there', ({ told }) => told.shoppers[0]!.orderIds.splice(0, 1, '9'), ['lost']],
  ["somebody else's order", ({ told }) => told.buyers[0]!.orderIds.splice(0, 1, '2'), ['lost']],
  ['an attempt without a last word', ({ told }) => Object.assign(told.buyers[2]!, { outcome: 'gave up', attempted: true }), ['lost']],
  ['a cheat with more than is due', ({ orders }) => Object.assign(orders[1]!, { email: 'Replayed-71+x@x' }), ['lost', 'cheated']],
  ['an order of nobody', ({ told }) => told.buyers.splice(0, 1), ['cheated']],
];

test.each(PLANTED)('%s is found', (_, plant, differs) => {
  const all = books();
  plant(all);
  expect(found(all)).toEqual(differs);
});

test('who gave up in line has lost nothing; a unit that is left when all have theirs is not stranded', () => {
  const all = books();
  Object.assign(all.told.buyers[2]!, { outcome: 'gave up' });
  expect(found(all)).toEqual([]);
  all.told.buyers.pop();
  all.level.available = 1;
  expect(found(all)).toEqual([]);
});
