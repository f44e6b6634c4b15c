import { ApiError } from './api-error.ts';
import type { Params } from './form.ts';
import { integer, onlyKnown } from './params.ts';

export interface RateLimit {
  /** Sets `{ perSecond }`, for all requests together. */
  set(params: Params): object;
  show(): object;
  lift(): object;
  /** False for a request too many: it is to be answered 429, and nothing else happens. */
  admits(): boolean;
}

/** A second's worth of requests at once, then so many a second. There is no limit until a drill sets one. */
export function createRateLimit(now: () => number = () => performance.now()): RateLimit {
  let perSecond: number | null = null;
  let tokens = 0;
  let filledAt = 0;
  let refused = 0;
  const show = () => ({ object: 'rate_limit', per_second: perSecond, refused });
  return {
    show,
    set: (params) => {
      onlyKnown(params, ['perSecond']);
      const given = integer(params, 'perSecond', 1);
      if (given === undefined) throw new ApiError(400, { type: 'invalid_request_error', message: 'Missing required param: perSecond.' });
      [perSecond, tokens, filledAt] = [given, given, now()];
      return show();
    },
    lift: () => {
      perSecond = null;
      return show();
    },
    admits: () => {
      if (perSecond === null) return true;
      tokens = Math.min(perSecond, tokens + ((now() - filledAt) / 1000) * perSecond);
      filledAt = now();
      if (tokens < 1) {
        refused += 1;
        return false;
      }
      tokens -= 1;
      return true;
    },
  };
}
