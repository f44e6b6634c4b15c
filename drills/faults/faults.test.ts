import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, play, scenariosFor, type Stage } from './run.ts';

/** The same for everybody, so that a red run can be repeated; the drill draws others. */
const SEED = Number(process.env.FAULT_SEED ?? 42);
/** What a change is checked with; the drill plays all of them, and more of each. */
const ROWS = 'F1 F2 F3 F5 F6 F7 F8 F9 F10 F11 F18 F19 F20 F21 F23 F24 F27 F28 F29 F31 F33 F34 F35 F37 F39 F41 F42 F46 F47'.split(' ');

describe.each(['one process', 'many processes'] as const)(`faults, seed ${SEED}, in %s`, (topology) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(topology, SEED, 0);
  });
  afterAll(() => stage?.close());

  test.each(scenariosFor(topology, { slow: false, rows: ROWS }))('$row $title', { timeout: 120_000 }, async (scenario) => {
    const { outcome, why } = await play(stage, scenario);
    expect(outcome, why ?? '').toBe('held');
  });

  test('every fault that was planned has happened', () => {
    expect(stage.reach.missing()).toEqual([]);
  });
});
