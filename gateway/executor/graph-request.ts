import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { GraphHttpRequest } from '../graph-answer.ts';
import { mayHoldNul } from '../nul.ts';
import { isTree, type Tree } from './tree.ts';

export type Asked = { query: string; operationName: string | null; variables: Tree };

const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** A page of another site cannot send these without being allowed to. */
const PREFLIGHTED = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** What a request asks for, if it does so in a way that leaves no doubt; null otherwise. */
export function askedOf({ method, headers, search, body }: GraphHttpRequest): Asked | null {
  const type = headers['content-type'];
  if (type !== undefined && !JSON_TYPE.test(type)) return null;
  if (method === 'POST') return type === undefined || !isTree(body?.json) || mayHoldNul(body.text) ? null : fromBody(body.json);
  if (method !== 'GET' || (type === undefined && !PREFLIGHTED.some((name) => headers[name]))) return null;
  return fromSearch(new URLSearchParams(search));
}

function fromBody({ query, operationName, variables, extensions }: Tree): Asked | null {
  if (typeof query !== 'string' || query === '') return null;
  if (!isAbsent(operationName) && (typeof operationName !== 'string' || operationName === '')) return null;
  if (!isAbsent(variables) && !isTree(variables)) return null;
  if (!isAbsent(extensions) && (!isTree(extensions) || 'persistedQuery' in extensions)) return null;
  return { query, operationName: operationName ?? null, variables: variables ?? {} };
}

function fromSearch(search: URLSearchParams): Asked | null {
  const names = ['query', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => search.getAll(name).length > 1)) return null;
  const [query, operationName, variables, extensions] = names.map((name) => search.get(name) ?? undefined);
  if (variables !== undefined && mayHoldNul(variables)) return null;
  const [parsed, more] = [parsedObject(variables), parsedObject(extensions)];
  if (parsed === null || more === null) return null;
  return fromBody({ query, operationName, variables: parsed, extensions: more });
}

function parsedObject(text: string | undefined): Tree | null | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value) ? value : null;
  } catch {
    return null;
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const OFFERED = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];
const DEFAULT = OFFERED[0]!;
const negotiated = new LRUCache<string, { type: string | null }>({ max: 100 });

/** The type of the answer by the header `Accept`; null when it wants something else. */
export function contentTypeFor(accept: string | undefined): string | null {
  if (!accept || accept === '*/*') return DEFAULT;
  const before = negotiated.get(accept);
  if (before) return before.type;
  const type = new Negotiator({ headers: { accept } }).mediaType(OFFERED) ?? null;
  negotiated.set(accept, { type });
  return type;
}
