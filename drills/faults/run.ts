import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillWorld, Topology } from '../harness/drill-world.ts';
import { openDrillWorld } from '../harness/drill-world.ts';
import { randomOf } from '../harness/random.ts';
import { createReach, type Reach } from '../harness/reach.ts';
import { Broken, createDrill, type Drill, type Scenario, Skipped } from './drill.ts';
import { SCENARIOS } from './scenarios.ts';

export type Result = {
  row: string;
  title: string;
  topology: Topology;
  outcome: 'held' | 'broken' | 'skipped';
  /** Why it was broken or skipped. */
  why: string | null;
  seconds: number;
};

/** The scenarios of these rows that are played in this topology; slow ones in both, in one of the two, or in none. */
export function scenariosFor(topology: Topology, { slow, rows }: { slow: boolean | 'by turns'; rows?: string[] | undefined }): Scenario[] {
  const turn = TOPOLOGIES.indexOf(topology);
  const isPlayed = (scenario: Scenario, i: number) => !scenario.slow || slow === true || (slow === 'by turns' && i % 2 === turn);
  return SCENARIOS.filter(isPlayed)
    .filter((scenario) => !scenario.only || scenario.only === topology)
    .filter((scenario) => !rows || rows.includes(scenario.row));
}
const TOPOLOGIES: Topology[] = ['one process', 'many processes'];

export type Stage = { world: DrillWorld; reach: Reach; drill(part: string): Drill; close(): Promise<void> };

type Around = {
  /** Two gateways and two workers, where each part has a process of its own. */
  pairs?: boolean;
  redisUrl?: string | undefined;
};

/** A world for drills with everything drawn from one seed. */
export async function openStage(topology: Topology, seed: number, scale: number, { pairs = false, redisUrl }: Around = {}): Promise<Stage> {
  const random = randomOf(seed);
  const reach = createReach();
  const world = await openDrillWorld({ topology, random, hit: reach.hit, pairs, ...(redisUrl && { env: { REDIS_URL: redisUrl } }) });
  return {
    world,
    reach,
    drill: (part) => createDrill({ world, random: random.fork(part), reach, scale }),
    close: () => world.stop(),
  };
}

const SCENARIO_MS = 300_000;
const STORM_MS = 3 * 3_600_000;
const late = (ms: number) =>
  sleep(ms, undefined, { ref: false }).then(() => {
    throw new Broken(`it has not ended within ${ms / 1000} s`);
  });

/** Plays one scenario; what it breaks is mended as well as can be, so that the next one has its chance. */
export async function play(stage: Stage, scenario: Scenario): Promise<Result> {
  const began = performance.now();
  const drill = stage.drill(`${scenario.row} ${scenario.title}`);
  const result = (outcome: Result['outcome'], why: string | null): Result => ({
    row: scenario.row,
    title: scenario.title,
    topology: stage.world.topology,
    outcome,
    why,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  });
  try {
    await stage.world.ready();
    await Promise.race([scenario.run(drill), late(scenario.row === 'storm' ? STORM_MS : SCENARIO_MS)]);
    return result('held', null);
  } catch (error) {
    if (error instanceof Skipped) return result('skipped', error.message);
    const broken = result('broken', error instanceof Error ? (error.stack ?? error.message) : String(error));
    await drill.settle().catch(() => {});
    return broken;
  }
}
