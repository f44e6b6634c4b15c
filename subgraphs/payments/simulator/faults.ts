import { ApiError } from './api-error.ts';
import type { Params } from './form.ts';
import { integer, oneOf, onlyKnown, record, text } from './params.ts';

const KINDS = ['hang', 'apply+hang', '500', 'apply+500', '409', '429', 'slow', 'reset', 'apply+reset'] as const;

/**
 * A fault a drill has ordered. `apply+` kinds commit the effect and spoil the answer; the others spoil the request.
 * `500` and `apply+500` are saved under the idempotency key like any answer; `409` and `429` never are.
 */
export interface Fault {
  kind: (typeof KINDS)[number];
  method?: string;
  /** A regular expression on the path. */
  path?: string;
  paymentMethod?: string;
  /** How many more requests it hits. */
  times: number;
  /** How long `slow` waits, and after how long a hanging connection is cut, in milliseconds. */
  ms: number;
}

export interface Faults {
  /** Adds `{ match: { method, path, paymentMethod }, kind, times = 1, ms }`. 400 when it is malformed. */
  add(params: Params): object;
  list(): object;
  clear(): object;
  /** The first fault that matches, used up by one. */
  take(method: string, path: string, params: Params): Fault | undefined;
}

/** Faults live in memory: a restart ends them. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  const list = () => ({ object: 'list', data: faults });
  return {
    list,
    add: (params) => {
      faults.push(faultOf(params));
      return list();
    },
    clear: () => {
      faults = [];
      return list();
    },
    take: (method, path, params) => {
      const fault = faults.find((each) => matches(each, method, path, params));
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times === 0) faults = faults.filter((each) => each !== fault);
      return fault;
    },
  };
}

function matches(fault: Fault, method: string, path: string, params: Params): boolean {
  if (fault.method && fault.method !== method) return false;
  if (fault.path && !new RegExp(fault.path).test(path)) return false;
  return !fault.paymentMethod || fault.paymentMethod === params.payment_method;
}

function faultOf(params: Params): Fault {
  onlyKnown(params, ['match', 'kind', 'times', 'ms']);
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
  };
}

function requirePattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw new ApiError(400, { type: 'invalid_request_error', message: `Invalid pattern: ${pattern}`, param: 'match[path]' });
  }
}
