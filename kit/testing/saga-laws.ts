import { describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { refuse } from '../refusal.ts';
import type { SagaTable, Step } from '../saga.ts';
import { type Entry, Overtaken, type SagaLog, type SagaRecord } from '../saga-log.ts';
import { newRecord, runSaga } from '../saga-runner.ts';
import { uuidv7 } from '../uuid.ts';

/** A world that a saga changes: what it looks like, and whether that counts as bought or as untouched. */
export type World = { saga: SagaTable; input: unknown; look(): unknown | Promise<unknown> };

const quiet = createLog('silent');

/** A log in memory, with the rules of the real one; `dieAfter` entries its owner's process is gone. */
function memorySagaLog(record: SagaRecord, dieAfter = Number.POSITIVE_INFINITY) {
  let dead = false;
  const entries: Entry[] = [];
  const log: SagaLog = {
    async write(write) {
      if (dead || write.epoch !== record.epoch) throw new Overtaken(write.id);
      if (entries.length + write.entries.length > dieAfter) {
        dead = true;
        throw new Overtaken(write.id);
      }
      entries.push(...write.entries);
      record.state = write.state;
      record.refusals = write.refusals;
      return { expired: false };
    },
    claim: async () => [],
    wake: async () => {},
  };
  return { log, entries, died: () => dead };
}

type Tamper = (step: Step) => Step;
const everyStep = (table: SagaTable, tamper: Tamper): SagaTable => ({ ...table, steps: table.steps.map(tamper) });
const twice =
  (act: Step['run']): Step['run'] =>
  async (told) => {
    await act(told);
    return act(told);
  };
/** The worst moment to refuse: when the effect is there already. */
const refusing =
  (name: string): Tamper =>
  (step) =>
    step.name === name ? { ...step, run: (told) => step.run(told).then(() => refuse('INJECTED', 'Injected.')) } : step;
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
