import type { Topology } from '../harness/drill-world.ts';
import type { Afterwards } from './afterwards.ts';
import type { Load } from './load.ts';
import type { Timeline } from './plan.ts';
import type { Busy } from './processors.ts';
import type { Sample } from './watch.ts';

/** Something was broken on purpose. */
export type Disturbance = { at: number; what: string };

/** All that was seen of one rehearsal in one topology; what is judged and shown. */
export type Run = {
  topology: Topology;
  multiplier: number;
  stock: number;
  timeline: Timeline;
  /** Checkouts a second that the shop's settings let in, and what sets that bound. */
  admissionsPerSecond: number;
  boundBy: string;
  load: Load;
  samples: Sample[];
  busy: Busy;
  disturbances: Disturbance[];
  /** Processes of the shop that ended unasked. */
  deaths: number;
  afterwards: Afterwards;
};
