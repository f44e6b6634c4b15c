import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batched } from './batch.ts';
import { TryAgain } from './db.ts';

const settled = (calls: Promise<unknown>[]) =>
  Promise.allSettled(calls).then((all) => all.map((call) => (call.status === 'fulfilled' ? call.value : (call.reason as Error).message)));

describe('a batcher', () => {
  test('answers each caller with what belongs to it, in one call', async () => {
    const batches: number[][] = [];
    const double = batched(async (inputs: number[]) => {
      batches.push(inputs);
      return inputs.map((input) => input * 2);
    });
    expect(await Promise.all([3, 1, 2].map(double))).toEqual([6, 2, 4]);
    expect(batches).toEqual([[3, 1, 2]]);
  });

  test('has one batch in flight, and gathers in arrival order what comes meanwhile', async () => {
    const batches: number[][] = [];
    let inFlight = 0;
    const ask = batched(
      async (inputs: number[]) => {
        expect(++inFlight).toBe(1);
        batches.push(inputs);
        await sleep(5);
        inFlight -= 1;
        return inputs;
      },
      { max: 4 },
    );
    const calls = [ask(1)];
    await nextTurn();
    await nextTurn();
    for (let i = 2; i <= 10; i++) calls.push(ask(i));
    await Promise.all(calls);
    expect(batches).toEqual([[1], [2, 3, 4, 5], [6, 7, 8, 9], [10]]);
  });

  test('has as many batches in flight as it may, where that is said', async () => {
    let inFlight = 0;
    let most = 0;
    const ask = batched(
      async (inputs: number[]) => {
        most = Math.max(most, ++inFlight);
        await sleep(5);
        inFlight -= 1;
        return inputs;
      },
      { max: 2, inFlight: 2 },
    );
    const calls: Promise<number>[] = [];
    for (let i = 0; i < 12; i++) {
      calls.push(ask(i));
      await nextTurn();
    }
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(most).toBe(2);
  });

  test('has one of each key in a batch, in arrival order; the next waits for the batch after it', async () => {
    const batches: string[][] = [];
    const ask = batched(
      async (inputs: string[]) => {
        batches.push(inputs);
        return inputs;
      },
      { max: 3, key: (input) => input[0]! },
    );
    const all = ['a1', 'a2', 'b1', 'a3', 'b2', 'c1', 'd1'];
    expect(await Promise.all(all.map(ask))).toEqual(all);
    expect(batches).toEqual([['a1', 'b1', 'c1'], ['a2', 'b2', 'd1'], ['a3']]);
  });

  test('one bad request never fails its neighbours', async () => {
    const ask = batched(async (inputs: string[]) => {
      if (inputs.includes('bad')) throw new Error(`refused by the database: ${inputs.length}`);
      return inputs.map((input) => input.toUpperCase());
    });
    expect(await settled(['a', 'bad', 'b'].map(ask))).toEqual(['A', 'refused by the database: 1', 'B']);
    expect(await ask('c')).toBe('C');
  });

  test('a request alone that the database asks to repeat is repeated; any other fault of it is not', async () => {
    let tries = 0;
    const ask = batched(async (inputs: Error[]) => {
      if (++tries === 1) throw inputs[0]!;
      return ['answered'];
    });
    expect(await ask(new TryAgain())).toBe('answered');
    tries = 0;
    await expect(ask(new Error('broken'))).rejects.toThrow('broken');
    expect(tries).toBe(1);
  });

  test.each([1, 3])('too few answers to %i requests are a fault, not an answer', async (size) => {
    const ask = batched(async (_: number[]): Promise<number[]> => []);
    for (const answer of await settled(Array.from({ length: size }, (_, i) => ask(i)))) expect(answer).toMatch(/gave 0 answers/);
  });

  test('under any load nothing is lost, mixed up or asked out of order', async () => {
    const calls = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 3 }), bad: fc.boolean() }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 8 }), async (plan, max) => {
        const first = new Set<number>();
        const ask = batched(
          async (inputs: number[]) => {
            expect(inputs.length).toBeLessThanOrEqual(max);
            for (const input of inputs) first.add(input);
            await nextTurn();
            if (inputs.some((input) => plan[input]!.bad)) throw new Error('bad');
            return inputs.map((input) => input + 1000);
          },
          { max },
        );
        const answers: Promise<unknown>[] = [];
        for (const [i, { pause }] of plan.entries()) {
          for (let turn = 0; turn < pause; turn++) await nextTurn();
          answers.push(settled([ask(i)]));
        }
        expect((await Promise.all(answers)).flat()).toEqual(plan.map(({ bad }, i) => (bad ? 'bad' : i + 1000)));
        expect([...first]).toEqual(plan.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });
});
