import autocannon from 'autocannon';
import { serveJob } from '../child.ts';
import { figuresOf } from '../figures.ts';
import type { Load, Loaded } from './closed-loop.ts';

export type PageJob = Load & { url: string; body: string; expected: string };

/** Asks one address for one page, over and over; every answer must be the expected one, byte for byte. */
async function load({ url, body, expected, callers, seconds, warmUpSeconds }: PageJob): Promise<Loaded> {
  const run = async (duration: number) => {
    const durations: number[] = [];
    const cannon = autocannon({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      connections: callers,
      duration,
      timeout: 30,
      verifyBody: (answer) => answer === expected,
    });
    cannon.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => durations.push(ms));
    const { errors, timeouts, mismatches, non2xx, duration: took } = await cannon;
    const wrong = errors + timeouts + mismatches + non2xx;
    if (wrong > 0 || durations.length === 0)
      throw new Error(
        `${url}: ${errors} errors, ${timeouts} time-outs, ${mismatches} other bodies, ${non2xx} other statuses of ${durations.length}`,
      );
    return figuresOf(durations, took);
  };
  const before = warmUpSeconds > 0 ? (await run(warmUpSeconds)).count : 0;
  const figures = await run(seconds);
  return { figures, completed: before + figures.count };
}

serveJob(load);
