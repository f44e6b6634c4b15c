import type { z } from 'zod';
import { breaker, BreakerOpen } from './breaker.ts';
import { bulkhead } from './bulkhead.ts';
import type { Log } from './log.ts';
import { Overloaded } from './overloaded.ts';
import { outsideSeconds } from './telemetry.ts';
import { tracedOutside } from './trace.ts';

/** Asks somebody outside by POST and JSON, and never throws: null where there is no answer of the form in time. */
export type OutsideService = <T>(question: object, form: z.ZodType<T>) => Promise<T | null>;

export type OutsideOptions = {
  /** What it is called in the log and in the figures. */
  name: string;
  /** A user or password in it is sent as `Authorization: Basic`. */
  url: string;
  log: Log;
  timeoutMs?: number;
};

/** A buyer waits for it: better the price of the table than a page that hangs. */
const TIMEOUT_MS = 1_500;
const CONCURRENT = 32;
const QUEUED = 256;
const LONGEST_ANSWER = 256 * 1024;

/** Bounded in time, in number and in length; five silences in a row, and it is left alone for five seconds. */
export function outsideService({ name, url, log, timeoutMs = TIMEOUT_MS }: OutsideOptions): OutsideService {
  const fuse = breaker({
    failures: 5,
    openMs: 5_000,
    changed: (state) => log.warn({ service: name, state }, 'an outside service is asked differently now'),
  });
  const place = bulkhead({ concurrent: CONCURRENT, queued: QUEUED, waitMs: timeoutMs });
  const { address, headers } = addressOf(url);

  async function post(question: object): Promise<unknown> {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(question), signal, redirect: 'error' });
    if (!response.ok || !response.body) throw new Error(`It answered ${response.status}.`);
    return JSON.parse(await textOf(response.body));
  }

  return async (question, form) => {
    const stop = outsideSeconds.startTimer({ service: name });
    try {
      const answer = await place(() =>
        fuse.run(async () => form.parse(await tracedOutside(`ask ${name}`, { 'peer.service': name }, () => post(question)))),
      );
      stop({ outcome: 'answered' });
      return answer;
    } catch (err) {
      const asked = !(err instanceof BreakerOpen || err instanceof Overloaded);
      stop({ outcome: asked ? 'failed' : 'not asked' });
      if (asked) log.warn({ service: name, err }, 'an outside service gave no good answer');
      return null;
    }
  };
}

function addressOf(url: string) {
  const address = new URL(url);
  const credentials = [address.username, address.password].map(decodeURIComponent).join(':');
  address.username = address.password = '';
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  if (credentials !== ':') headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  return { address, headers };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new Error(`It answered with more than ${LONGEST_ANSWER} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
