import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtShop } from '../../kit/testing/built-shop.ts';

/** The processes of a shop, looked after as an orchestrator does: what dies is started again. */
export type Processes = {
  /** `what` as `main.ts` takes it, of the shop as it is deployed; `as` where there are two of a kind. */
  start(what: string, env: Record<string, string>, as?: string): void;
  names(): string[];
  pid(what: string): number;
  /** Ends it by this signal and waits for its end; it is started again unless `stay`. */
  end(what: string, signal: NodeJS.Signals, options?: { stay?: boolean }): Promise<void>;
  /** With these variables on top of its own it will be started the next time, the time after that, and so on; the last ones stay. */
  next(what: string, ...envs: Record<string, string>[]): void;
  /** Brings back what was ended for good. */
  revive(what: string): void;
  signal(what: string, signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Deaths so far that nobody here has asked for. */
  deaths(what: string): number;
  log(what: string): string;
  /** Of a command that ends by itself: throws unless it ends well. */
  finished(what: string): Promise<void>;
  stop(): Promise<void>;
};

type Entry = {
  what: string;
  child: ChildProcess | null;
  env: Record<string, string>;
  /** Of the starts to come. */
  extras: Record<string, string>[];
  asked: boolean;
  deaths: number;
};

const ROOT = path.resolve(import.meta.dirname, '../..');
const AGAIN_MS = 100;

/** `ownSessions`: each in a session of its own, which a kernel that shares by sessions gives as much time as any other; a terminal's Ctrl-C does not reach it. */
export function createProcesses(logs: string, { ownSessions = false } = {}): Processes {
  const built = builtShop();
  const entries = new Map<string, Entry>();
  let stopping = false;
  const of = (what: string): Entry => {
    const entry = entries.get(what);
    if (!entry) throw new Error(`bug: no process is named ${what}`);
    return entry;
  };
  const launch = (name: string) => {
    const entry = of(name);
    const extra = (entry.extras.length > 1 ? entry.extras.shift() : entry.extras[0]) ?? {};
    const out = openSync(path.join(logs, `${name}.log`), 'a');
    const child = spawn(process.execPath, [...built, entry.what], {
      cwd: ROOT,
      stdio: ['ignore', out, out],
      detached: ownSessions,
      env: { ...process.env, NODE_ENV: 'production', VITEST: '', ...entry.env, ...extra },
    });
    closeSync(out);
    entry.child = child;
    entry.asked = false;
    child.once('exit', () => {
      if (entry.child !== child) return;
      if (!entry.asked) entry.deaths += 1;
      if (stopping || entry.asked) return;
      setTimeout(() => !stopping && entry.child === child && launch(name), AGAIN_MS);
    });
  };
  const gone = (child: ChildProcess | null) =>
    new Promise<void>((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
    });
  const end: Processes['end'] = async (what, signal, { stay = false } = {}) => {
    const entry = of(what);
    const { child } = entry;
    entry.asked = true;
    child?.kill(signal);
    await gone(child);
    // two may have asked for the same end: one new process is enough
    if (!stay && !stopping && entry.child === child) launch(what);
  };
  return {
    start: (what, env, as = what) => {
      entries.set(as, { what, child: null, env, extras: [], asked: false, deaths: 0 });
      launch(as);
    },
    names: () => [...entries.keys()],
    pid: (what) => of(what).child?.pid ?? 0,
    end,
    next: (what, ...envs) => {
      of(what).extras = envs;
    },
    revive: (what) => launch(what),
    signal: (what, signal) => void of(what).child?.kill(signal),
    deaths: (what) => of(what).deaths,
    async finished(what) {
      const entry = of(what);
      entry.asked = true;
      await gone(entry.child);
      if (entry.child?.exitCode !== 0)
        throw new Error(`${what} failed: ${readFileSync(path.join(logs, `${what}.log`), 'utf8').slice(-2000)}`);
      entries.delete(what);
    },
    log: (what) => readFileSync(path.join(logs, `${what}.log`), 'utf8'),
    async stop() {
      stopping = true;
      for (const { child } of entries.values()) child?.kill('SIGCONT');
      const ended = Promise.all([...entries.keys()].reverse().map((what) => end(what, 'SIGTERM', { stay: true })));
      await Promise.race([ended, sleep(20_000)]);
      for (const { child } of entries.values()) child?.kill('SIGKILL');
    },
  };
}
