import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openWorld, TOPOLOGIES, type Topology, type World } from './world.ts';

/** What a story is told of the shop it runs in. */
export type Shop = {
  topology: Topology;
  base: string;
  adminKey: string;
  pids: Record<string, number>;
  env: Record<string, string>;
  /** Where the metrics of each process are. */
  watched: Record<string, string>;
};

declare module 'vitest' {
  interface ProvidedContext {
    shops: Shop[];
    /** Each run of a story is written down here. */
    ledger: string;
  }
}

/** Opens one shop a topology for all stories; at the end every story must have run in both. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ledger = path.join(mkdtempSync(path.join(tmpdir(), 'holdfast-stories-')), 'ledger');
  const worlds: World[] = [];
  for (const topology of TOPOLOGIES) worlds.push(await openWorld(topology, { SEED: 'demo', TRUST_PROXY: '1' }));
  project.provide(
    'shops',
    await Promise.all(
      worlds.map(async ({ topology, base, adminKey, pids, env, watched }) => ({
        topology,
        base,
        adminKey,
        pids,
        env,
        watched: await watched(),
      })),
    ),
  );
  project.provide('ledger', ledger);
  return async () => {
    for (const world of worlds) await world.stop();
    const runs = existsSync(ledger)
      ? readFileSync(ledger, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as [Topology, string])
      : [];
    rmSync(path.dirname(ledger), { recursive: true, force: true });
    const told = (topology: Topology) => new Set(runs.filter(([where]) => where === topology).map(([, title]) => title));
    const [one, many] = TOPOLOGIES.map(told) as [Set<string>, Set<string>];
    console.log(`\n${one.size} stories in one process, ${many.size} in many: ${runs.length} runs`);
    const missing = [...new Set([...one, ...many])].filter((title) => !one.has(title) || !many.has(title));
    if (missing.length > 0) throw new Error(`These stories did not run in both topologies: ${missing.join('; ')}`);
  };
}
