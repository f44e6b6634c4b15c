import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import type { Fault } from './faults.ts';

/** Thrown to cut the connection without an answer. */
export class Dropped extends Error {}

/** Plays the part of a fault that comes before the effect. */
export async function spoilRequest(fault: Fault | undefined, response: ServerResponse, stop: AbortSignal): Promise<void> {
  switch (fault?.kind) {
    case '409': {
      const message = 'This object cannot be accessed right now because another API request is accessing it. Try again.';
      throw new ApiError(409, { type: 'invalid_request_error', code: 'lock_timeout', message });
    }
    case '429':
      throw rateLimited();
    case 'reset':
      throw new Dropped('reset');
    case 'hang':
      return hang(fault.ms, response, stop);
    case 'slow':
      // Whether or not the client still waits: a late request is carried out all the same.
      return wait(fault.ms, stop);
  }
}

export const rateLimited = (): ApiError =>
  new ApiError(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' });

/** Plays the part of a fault that comes after the effect has been committed. */
export async function spoilAnswer(fault: Fault | undefined, response: ServerResponse, stop: AbortSignal): Promise<void> {
  if (fault?.kind === 'apply+reset') throw new Dropped('reset');
  if (fault?.kind === 'apply+slow') await wait(fault.ms, stop);
  if (fault?.kind === 'apply+hang') await hang(fault.ms, response, stop);
}

const wait = (ms: number, stop: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: stop }).catch(() => {
    throw new Dropped('closing');
  });

async function hang(ms: number, response: ServerResponse, stop: AbortSignal): Promise<never> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await sleep(ms, undefined, { signal: AbortSignal.any([gone.signal, stop]) }).catch(() => {});
  throw new Dropped('hang');
}
