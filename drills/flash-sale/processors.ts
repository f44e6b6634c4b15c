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
  let last: { machine: number | null; of: Map<number, number> } | null = null;
  const look = () => {
    const second = Math.floor((Date.now() - startAt) / 1000) - 1;
    const partOf = partsOf(world);
    const all = processes();
    const now = { machine: ticksOfMachine(), of: new Map(all.map(({ pid, ticks }) => [pid, ticks])) };
    if (last && second >= 0) {
      const used: Record<string, number> = {};
      for (const each of all) {
        const part = partOf(each);
        if (part) used[part] = (used[part] ?? 0) + each.ticks - (last.of.get(each.pid) ?? 0);
      }
      const known = Object.values(used).reduce((sum, ticks) => sum + ticks, 0);
      if (now.machine !== null && last.machine !== null) used[ALL_ELSE] = Math.max(0, now.machine - last.machine - known);
      for (const [part, ticks] of Object.entries(used)) {
        busy[part] ??= [];
        busy[part][second] = ticks / TICKS_PER_SECOND;
      }
    }
    last = now;
  };
  const timer = setInterval(look, 1_000);
  return {
    stop(): Busy {
      clearInterval(timer);
      return Object.fromEntries(Object.entries(busy).map(([part, values]) => [part, Array.from(values, (value) => value ?? null)]));
    },
  };
}

/** To which part of the rehearsal a process belongs, if to any. */
function partsOf(world: DrillWorld): (one: Process) => string | null {
  const shop = new Set(world.parts().map((part) => world.processes.pid(part)));
  const postgres = world.postgres.pid();
  const provider = world.processes.pid('simulator');
  return ({ pid, parent, generates }) => {
    if (pid === postgres || parent === postgres) return 'Postgres';
    return shop.has(pid) ? 'shop' : pid === provider ? 'provider' : generates ? 'load' : null;
  };
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
