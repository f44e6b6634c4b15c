import { metrics } from '../telemetry.ts';

/** What this process measures under a name and labels, as they are told: `holdfast_mails_total{outcome="dead"}`. 0 where nothing is told. */
export async function figure(name: string): Promise<number> {
  const line = (await metrics.metrics()).split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1).replace('Inf', 'Infinity') ?? 0);
}

/** By how much these figures have grown while something was done. */
export async function grown(names: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = await Promise.all(names.map(figure));
  await work();
  const after = await Promise.all(names.map(figure));
  return after.map((value, i) => value - before[i]!);
}
