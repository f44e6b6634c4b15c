import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isWaiting, saga } from './saga.ts';

const nothing = async () => null;

describe('a saga', () => {
  test('is a table of its steps in the order in which they are written', () => {
    const input = z.object({ sum: z.int() });
    const table = saga('Buy', { input, ids: ['orderId'] })
      .read('look', nothing)
      .step('take', { run: nothing, undo: nothing })
      .pivot('promise', nothing)
      .forward('tell', nothing);
    expect(table.steps.map(({ name, kind, undo }) => `${kind} ${name}${undo ? ' or undo' : ''}`)).toEqual([
      'read look',
      'step take or undo',
      'pivot promise',
      'forward tell',
    ]);
    expect(table).toMatchObject({ name: 'Buy', idNames: ['orderId'], input });
  });

  test('begins without steps, and is not changed by those added to it', () => {
    const begun = saga('Buy', { input: z.unknown(), ids: [] });
    begun.read('look', nothing);
    expect(begun.steps).toEqual([]);
  });

  test('a step runs what it was given, and undoes by what it was given', async () => {
    const [step] = saga('Buy', { input: z.unknown(), ids: [] }).step('take', { run: async () => 'ran', undo: async () => 'undid' }).steps;
    const told = { sagaId: '', input: null, id: {}, got: {} };
    expect([await step!.run(told), await step!.undo!(told)]).toEqual(['ran', 'undid']);
  });

  test('has no two steps of one name: the log tells them apart by it', () => {
    const begun = saga('Buy', { input: z.unknown(), ids: [] }).read('look', nothing).read('think', nothing);
    expect(() => begun.read('look', nothing)).toThrow(/Buy.*look/);
  });
});

test('only an answer that says so means waiting', () => {
  expect(isWaiting({ waiting: null })).toBe(true);
  for (const answer of [null, undefined, 'waiting', 5, {}, { refused: [] }, ['waiting']]) expect(isWaiting(answer)).toBe(false);
});
