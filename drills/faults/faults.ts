import { createDrill, type Scenario } from './drill.ts';
import { openDrillWorld, type Topology } from '../harness/drill-world.ts';
import { randomOf } from '../harness/random.ts';
import { createReach } from '../harness/reach.ts';

import { SCENARIOS } from './scenarios.ts';

const seed = Number(process.argv[2] ?? 1);
const topology = (process.argv[3] ?? 'one process') as Topology;
const only = process.argv[4]?.split(',');
const full = process.argv[5] === 'full';
const random = randomOf(seed);
const reach = createReach();
const world = await openDrillWorld({ topology, random, hit: (fault) => reach.hit(fault) });
const all: Scenario[] = SCENARIOS;
for (const scenario of all.filter((one) => !only || only.includes(one.row))) {
  const began = Date.now();
  const drill = createDrill({ world, random: random.fork(scenario.row), reach, full });
  try {
    await scenario.run(drill);
    console.log(`ok ${scenario.row} ${scenario.title} (${Date.now() - began} ms)`);
  } catch (error) {
    console.log(`BROKEN ${scenario.row} ${scenario.title} (${Date.now() - began} ms)\n`, error);
    await drill.settle().catch((error) => console.log('after it', String(error)));
    if (process.env.KEEP) await new Promise(() => {});
  }
}
console.log(reach.counts(), reach.missing());
await world.stop();
