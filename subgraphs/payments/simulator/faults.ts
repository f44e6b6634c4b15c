import { ApiError } from './api-error.ts';
import type { Params } from './form.ts';
import { fraction, integer, oneOf, onlyKnown, record, text } from './params.ts';

const KINDS = [
  ...(['hang', '500', '409', '429', 'slow', 'reset'] as const),
  ...(['apply+hang', 'apply+500', 'apply+slow', 'apply+reset', 'wrong-amount'] as const),
] as const;

/**
 * A fault a drill has ordered. `apply+` kinds commit the effect and spoil the answer; the others spoil the request.
 * `500` and `apply+500` are saved under the idempotency key like any answer; `409` and `429` never are. `apply+slow` tells
 * the webhooks at once and answers late. `wrong-amount` is a bug of the provider: an intent is made, authorized or captured
 * for one minor unit less than asked.
 */
export interface Fault {
  kind: (typeof KINDS)[number];
  method?: string;
  /** A regular expression on the path. */
  path?: string;
  paymentMethod?: string;
  /** How many more requests it hits. */
  times: number;
  /** How long `slow` and `apply+slow` wait, and after how long a hanging connection is cut, in milliseconds. */
  ms: number;
  /** The chance that it hits a request that matches; the row of hits and misses follows from the seed alone. */
  probability: number;
  seed: number;
}

export interface Faults {
  /** Adds `{ match: { method, path, paymentMethod }, kind, times = 1, ms, probability = 1, seed = 1 }`. 400 when it is malformed. */
  add(params: Params): object;
  /** What is left of them, and how often each kind has hit since the start. */
  list(): object;
  clear(): object;
  /** The first fault that matches, used up by one. */
  take(method: string, path: string, params: Params): Fault | undefined;
  /** It could do nothing to this request: as if it had not been taken. */
  spare(fault: Fault): void;
}

type Ordered = { fault: Fault; draw: () => number };

/** Faults live in memory: a restart ends them. */
export function createFaults(): Faults {
  let faults: Ordered[] = [];
  const hits: Record<string, number> = {};
  const count = (kind: string, by: number) => {
    hits[kind] = (hits[kind] ?? 0) + by;
  };
  const list = () => ({ object: 'list', data: faults.map(({ fault }) => fault).filter((fault) => fault.times > 0), hits });
  return {
    list,
    add: (params) => {
      const fault = faultOf(params);
      faults = [...faults.filter((each) => each.fault.times > 0), { fault, draw: randomFrom(fault.seed) }];
      return list();
    },
    clear: () => {
      faults = [];
      return list();
    },
    take: (method, path, params) => {
      const found = faults.find(({ fault, draw }) => fault.times > 0 && matches(fault, method, path, params) && draw() < fault.probability);
      if (!found) return undefined;
      found.fault.times -= 1;
      count(found.fault.kind, 1);
      return found.fault;
    },
    spare: (fault) => {
      fault.times += 1;
      count(fault.kind, -1);
    },
  };
}

/** Numbers from 0 to 1, the same row for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function matches(fault: Fault, method: string, path: string, params: Params): boolean {
  if (fault.method && fault.method !== method) return false;
  if (fault.path && !new RegExp(fault.path).test(path)) return false;
  return !fault.paymentMethod || fault.paymentMethod === params.payment_method;
}

function faultOf(params: Params): Fault {
  onlyKnown(params, ['match', 'kind', 'times', 'ms', 'probability', 'seed']);
  const match = record(params, 'match');
  onlyKnown(match, ['method', 'path', 'paymentMethod']);
  const kind = oneOf(params, 'kind', KINDS);
  if (!kind) throw new ApiError(400, { type: 'invalid_request_error', message: 'Missing required param: kind.', param: 'kind' });
  const path = text(match, 'path');
  if (path) requirePattern(path);
  return {
    kind,
    method: text(match, 'method')?.toUpperCase(),
    path,
    paymentMethod: text(match, 'paymentMethod'),
    times: integer(params, 'times', 1) ?? 1,
    ms: integer(params, 'ms', 0) ?? 60_000,
    probability: fraction(params, 'probability') ?? 1,
    seed: integer(params, 'seed', 0) ?? 1,
  };
}

function requirePattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw new ApiError(400, { type: 'invalid_request_error', message: `Invalid pattern: ${pattern}`, param: 'match[path]' });
  }
}
