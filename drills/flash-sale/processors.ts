import { readdirSync, readFileSync } from 'node:fs';
import type { DrillWorld } from '../harness/drill-world.ts';

/** Processors that a part of the rehearsal kept busy, second by second from the start. */
export type Busy = Record<string, (number | null)[]>;

/** Of /proc, whose clock ticks a hundred times a second wherever Linux runs. */
const TICKS_PER_SECOND = 100;
/** The rehearsal's own books and its provider's database with it: they are little. */
export const ALL_ELSE = 'all else on this machine';
type Process = { pid: number; parent: number; ticks: number; generates: boolean };

/**
 * Watches how busy the shop, its Postgres and the load itself keep the processors, and what else the machine does: that is seen in the
 * latencies of a rehearsal, too. Nothing is seen where there is no /proc.
 */
export function watchProcessors(world: DrillWorld, startAt: number) {
  const busy: Busy = {};
  let last = new Map<string, number>();
  const look = () => {
    const second = Math.floor((Date.now() - startAt) / 1000) - 1;
    const ticks = ticksByPart(world, processes());
    const known = [...ticks.values()].reduce((sum, each) => sum + each, 0);
    const all = ticksOfMachine();
    if (all !== null) ticks.set(ALL_ELSE, all - known);
    for (const [part, sum] of ticks) {
      const used = (sum - (last.get(part) ?? sum)) / TICKS_PER_SECOND;
      // a part that was restarted begins anew
      busy[part] ??= [];
      if (second >= 0) busy[part][second] = used < 0 ? null : used;
    }
    last = ticks;
  };
  const timer = setInterval(look, 1_000);
  return {
    stop(): Busy {
      clearInterval(timer);
      return Object.fromEntries(Object.entries(busy).map(([part, values]) => [part, Array.from(values, (value) => value ?? null)]));
    },
  };
}

function ticksByPart(world: DrillWorld, all: Process[]): Map<string, number> {
  const shop = new Set(world.parts().map((part) => world.processes.pid(part)));
  const postgres = world.postgres.pid();
  const provider = world.processes.pid('simulator');
  const sums = new Map<string, number>();
  for (const { pid, parent, ticks, generates } of all) {
    const isPostgres = pid === postgres || parent === postgres;
    const part = shop.has(pid) ? 'shop' : isPostgres ? 'Postgres' : pid === provider ? 'provider' : generates ? 'load' : null;
    if (part) sums.set(part, (sums.get(part) ?? 0) + ticks);
  }
  return sums;
}

/** Since it was started, idle time and time that was waited apart. */
function ticksOfMachine(): number | null {
  try {
    const [, user, nice, system, , , irq, softIrq] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).map(Number);
    return user! + nice! + system! + irq! + softIrq!;
  } catch {
    return null;
  }
}

function processes(): Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => processOf(Number(name)) ?? []);
  } catch {
    return [];
  }
}

function processOf(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // its name, in parentheses, may hold anything
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const parent = Number(fields[1]);
    const generates = parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('generator.ts');
    return { pid, parent, ticks: Number(fields[11]) + Number(fields[12]), generates };
  } catch {
    return null; // it has just ended
  }
}
