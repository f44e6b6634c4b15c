import { SingleBar } from 'cli-progress';

/** What a person at the terminal sees while the shop comes up; logs go their own way. */
export type Progress = { step(message: string): void; line(message: string): void };

export function progress(enabled: boolean): Progress {
  const began = Date.now();
  const line = (message: string) => void (enabled && process.stdout.write(`${message}\n`));
  return { line, step: (message) => line(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${message}`) };
}

const PLAIN_EVERY_MS = 5_000;

/** How far long work has come: `unit` counted up to `total`, of which `start` was done before. */
export type Meter = {
  update(done: number): void;
  /** A line of its own, the bar below it. */
  line(message: string): void;
  stop(): void;
};

/** A bar with rate and time left on stderr; where nobody sits at a terminal, a line each few seconds. */
export function meter(unit: string, total: number, start = 0): Meter {
  const began = performance.now();
  const bar = process.stderr.isTTY ? new SingleBar({ format: `{bar} {percentage}% | {text}`, stream: process.stderr }) : null;
  let told = began;
  bar?.start(total, start, { text: '' });
  const text = (done: number) => {
    const rate = ((done - start) * 1000) / Math.max(1, performance.now() - began);
    const left = rate > 0 ? `, ${span((total - done) / rate)} left` : '';
    return `${count(done)} of ${count(total)} ${unit}, ${count(Math.round(rate))}/s${left}`;
  };
  return {
    update(done) {
      bar?.update(done, { text: text(done) });
      if (bar || performance.now() - told < PLAIN_EVERY_MS) return;
      told = performance.now();
      process.stderr.write(`${text(done)}\n`);
    },
    line: (message) => void process.stderr.write(`${bar ? '\r\x1b[K' : ''}${message}\n`),
    stop: () => bar?.stop(),
  };
}

export const count = (n: number): string => n.toLocaleString('en-US');

/** Seconds as a person says them: `45 s`, `3 min 20 s`. */
export function span(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
