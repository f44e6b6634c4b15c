import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import type { Refusal } from '../refusal.ts';
import type { Step } from '../saga.ts';
import type { Entry, SagaRecord } from '../saga-log.ts';
import { newRecord, runSaga } from '../saga-runner.ts';
import { uuidv7 } from '../uuid.ts';
import { everyStep, memorySagaLog, type Tamper, type World } from './saga-worlds.ts';

/** The whole log of a saga that has ended, as a version of the shop has written it (`npm run saga-fixtures`). */
export type SagaFixture = {
  name: string;
  /** What became of it, in words. */
  about: string;
  state: 'DONE' | 'COMPENSATED';
  input: unknown;
  ids: Record<string, string>;
  log: Entry[];
  refusals: Refusal[] | null;
};

const quiet = createLog('silent');

/**
 * Every version of the shop takes up what the one before has left half-done: each log of `folder`, a file a version, is cut off at
 * each of its entries and goes on under the saga of today, to the end that it came to then. `make` gives a fresh world each time.
 */
export function sagaFixtures(folder: URL, name: string, make: () => World): void {
  const versions = readdirSync(folder).filter((file) => file.endsWith('.json'));
  describe.each(versions)(`${name} as written by %s`, (file) => {
    const fixtures = (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as SagaFixture[]).filter((fixture) => fixture.name === name);
    test.each(fixtures.map((fixture) => [fixture.about, fixture] as const))('%s: goes on from every point', async (_, fixture) => {
      expect(make().saga.input.parse(fixture.input)).toEqual(fixture.input);
      const whole = make();
      await resumed(whole, fixture, 0);
      for (let cut = 1; cut <= fixture.log.length; cut++) {
        const world = make();
        const at = fixture.log[cut - 1]!;
        const ending = await resumed(world, fixture, cut);
        expect(ending, `after "${at.step}" was ${at.kind}`).toBe(fixture.state === 'DONE' ? 'done' : 'refused');
        expect(await world.look(), `after "${at.step}" was ${at.kind}`).toEqual(await whole.look());
      }
    });
    test('has a log in which each step is done, and one in which each is taken back', () => {
      const { steps } = make().saga;
      const has = (kind: Entry['kind']) =>
        new Set(fixtures.flatMap(({ log }) => log.filter((entry) => entry.kind === kind)).map(({ step }) => step));
      const missing = steps.filter((step) => !has('done').has(step.name) || (step.undo && !has('undone').has(step.name)));
      expect(missing.map((step) => step.name).filter((step) => !isNewer(step, fixtures))).toEqual([]);
    });
  });
}

/** A step that this version did not know: its name is nowhere in what it has written. */
const isNewer = (step: string, fixtures: SagaFixture[]): boolean => !fixtures.some(({ log }) => log.some((entry) => entry.step === step));

/** The world as the old owner has left it, then whoever takes the saga up, with the old owner's log. */
async function resumed(world: World, fixture: SagaFixture, cut: number): Promise<string> {
  const { input, ids, refusals } = fixture;
  const log = fixture.log.slice(0, cut);
  const isTurned = log.some((entry) => entry.kind === 'refused');
  const refuser = fixture.log.find((entry) => entry.kind === 'refused')?.step;
  const turned = everyStep(world.saga, refuser ? refusingAs(refuser, refusals ?? []) : (step) => step);
  const saga = everyStep(turned, readingFrom(fixture.log));
  const first = newRecord(saga, uuidv7(), input, ids);
  await runSaga(saga, first, memorySagaLog(first, lengthUpTo(saga.steps, log)).log, quiet);
  const record: SagaRecord = {
    ...first,
    state: isTurned ? 'COMPENSATING' : 'RUNNING',
    epoch: 2,
    log: [...log],
    refusals: isTurned ? refusals : null,
  };
  return (await runSaga(saga, record, memorySagaLog(record).log, quiet)).kind;
}

/** The same entries come in the same order, whoever writes them; what the old version did not write is not counted. */
const lengthUpTo = (steps: readonly Step[], log: Entry[]): number =>
  log.filter((entry) => steps.some((step) => step.name === entry.step)).length;

/** What was read then is what the old owner has seen. */
const readingFrom =
  (log: Entry[]): Tamper =>
  (step) => {
    const read = step.kind === 'read' && log.find((entry) => entry.step === step.name && entry.kind === 'done');
    return read ? { ...step, run: async () => read.answer } : step;
  };

const refusingAs =
  (name: string, refusals: Refusal[]): Tamper =>
  (step) =>
    step.name === name ? { ...step, run: async () => ({ refused: refusals }) } : step;
