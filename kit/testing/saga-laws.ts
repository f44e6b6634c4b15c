import { describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import type { Step } from '../saga.ts';
import { newRecord, runSaga } from '../saga-runner.ts';
import { uuidv7 } from '../uuid.ts';
import { everyStep, memorySagaLog, refusing, type Tamper, type World } from './saga-worlds.ts';

const quiet = createLog('silent');

const twice =
  (act: Step['run']): Step['run'] =>
  async (told) => {
    await act(told);
    return act(told);
  };
const repeating: Tamper = (step) => ({ ...step, run: twice(step.run), ...(step.undo && { undo: twice(step.undo) }) });

async function play(world: World, tamper: Tamper = (step) => step): Promise<string> {
  const table = everyStep(world.saga, tamper);
  const record = newRecord(table, uuidv7(), world.input);
  return (await runSaga(table, record, memorySagaLog(record).log, quiet)).kind;
}

/** What every saga owes its readers; the cases come from the table's own steps. `make` gives a fresh world each time. */
export function sagaLaws(name: string, { saga }: Pick<World, 'saga'>, make: () => World | Promise<World>): void {
  const { steps } = saga;
  const refusable = steps.filter((step) => step.kind !== 'forward');
  describe(`laws of ${name}`, () => {
    test('running every step twice changes nothing', async () => {
      const [once, repeated] = [await make(), await make()];
      expect(await play(once)).toBe('done');
      expect(await play(repeated, repeating)).toBe('done');
      expect(await repeated.look()).toEqual(await once.look());
    });
    test.each(refusable.filter((step) => step.kind !== 'pivot').map((step) => step.name))(
      'a refusal at "%s" leaves the world as it was',
      async (step) => {
        const world = await make();
        const before = structuredClone(await world.look());
        expect(await play(world, refusing(step))).toBe('refused');
        expect(await world.look()).toEqual(before);
      },
    );
    test.each(refusable.filter((step) => step.kind !== 'pivot').map((step) => step.name))(
      'so it does when each action and each undo runs twice ("%s")',
      async (step) => {
        const world = await make();
        const before = structuredClone(await world.look());
        expect(await play(world, (it) => repeating(refusing(step)(it)))).toBe('refused');
        expect(await world.look()).toEqual(before);
      },
    );
    test('cut off at any entry of its log, it goes on to the same end', async () => {
      const whole = await make();
      await play(whole);
      for (let cut = 0; ; cut++) {
        const world = await make();
        const record = newRecord(world.saga, uuidv7(), world.input);
        const first = memorySagaLog(record, cut);
        await runSaga(world.saga, record, first.log, quiet);
        if (!first.died()) break;
        const resumed = { ...record, epoch: record.epoch + 1, log: [...first.entries] };
        expect((await runSaga(world.saga, resumed, memorySagaLog(resumed).log, quiet)).kind).toBe('done');
        expect(await world.look()).toEqual(await whole.look());
      }
    });
    test.each(steps.filter((step) => step.undo).map((step) => step.name))(
      'without the undo of "%s" a refusal after it would be noticed',
      async (undone) => {
        const last = steps.findLast((step) => step.kind === 'step')!;
        const world = await make();
        const before = structuredClone(await world.look());
        // two steps may share one undo, either of which is enough: then both are taken out
        const text = String(steps.find((step) => step.name === undone)!.undo);
        await play(world, (step) => refusing(last.name)(String(step.undo) === text ? { ...step, undo: async () => {} } : step));
        expect(await world.look()).not.toEqual(before);
      },
    );
  });
}
