import { invalidRequest } from './api-error.ts';
import type { Params } from './form.ts';
import type { Metadata } from './objects.ts';

/** Refuses a parameter the endpoint does not model, as Stripe does (`parameter_unknown`): nothing is ignored. */
export function onlyKnown(params: Params, known: readonly string[]): void {
  for (const name of Object.keys(params)) {
    if (name === 'expand' || known.includes(name)) continue;
    throw invalidRequest(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
  }
}

/** Text, or undefined when absent. Empty text is refused (`parameter_invalid_empty`). */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${name}`, { param: name });
  if (value !== '') return value;
  const message = `You passed an empty string for '${name}'.`;
  throw invalidRequest(message, { code: 'parameter_invalid_empty', param: name });
}

/** Text that must be there (`parameter_missing`). */
export function requiredText(params: Params, name: string): string {
  return text(params, name) ?? missing(name);
}

/** A whole number of at least `least`, or undefined when absent (`parameter_invalid_integer`). */
export function integer(params: Params, name: string, least: number): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  const code = 'parameter_invalid_integer';
  if (!/^-?\d{1,15}$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, { code, param: name });
  if (Number(value) >= least) return Number(value);
  throw invalidRequest(`This value must be greater than or equal to ${least}.`, { code, param: name });
}

/** A number from 0 to 1, or undefined when absent. */
export function fraction(params: Params, name: string): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (/^(0?\.\d+|0|1)(e-\d+)?$/.test(value)) return Number(value);
  throw invalidRequest(`Invalid fraction: ${value}`, { param: name });
}

/** `true` or `false`; absent is false. */
export function flag(params: Params, name: string): boolean {
  return oneOf(params, name, ['true', 'false']) === 'true';
}

/** One of the values named, or undefined when absent. */
export function oneOf<T extends string>(params: Params, name: string, values: readonly T[]): T | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw invalidRequest(`Invalid ${name}: must be one of ${values.join(', ')}`, { param: name });
}

/** A nested record; empty when absent. */
export function record(params: Params, name: string): Params {
  const value = params[name];
  if (value === undefined || value === '') return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw invalidRequest(`Invalid object: ${name}`, { param: name });
}

/** A list of texts, or undefined when absent. */
export function texts(params: Params, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value as string[];
  throw invalidRequest(`Invalid array: ${name}`, { param: name });
}

/** Metadata merged over `before`: an empty value removes its key; at most 50 keys of 40, values of 500 characters. */
export function metadata(params: Params, before: Metadata = {}): Metadata {
  const given = params.metadata;
  if (given === '') return {};
  const merged: Metadata = { ...before };
  const pairs = Array.isArray(given) ? Object.entries(given) : Object.entries(record(params, 'metadata'));
  for (const [key, value] of pairs) {
    const param = `metadata[${key}]`;
    if (typeof value !== 'string') throw invalidRequest('Metadata values must be strings.', { param });
    if (key.length > 40 || value.length > 500) throw invalidRequest('Metadata keys have at most 40, values 500 characters.', { param });
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length <= 50) return merged;
  throw invalidRequest('Metadata has at most 50 keys.', { param: 'metadata' });
}

function missing(name: string): never {
  throw invalidRequest(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
}
