import { createHash } from 'node:crypto';
import type { GraphHttpRequest } from '../graph-answer.ts';
import type { Cacheability, Judge } from './cacheability.ts';
import { canonical } from './canonical-variables.ts';
import type { Variant, Variants } from './variants.ts';

/** A request whose answer may be kept, and given to whoever asks the same. */
export type Question = {
  /** One for each endpoint, schema, document, operation, variables, locale, currency and form of the answer. */
  key: string;
  cacheability: Exclude<Cacheability, 'never'>;
  variant: Variant;
  /** As it is asked of whoever answers it: without anything of the one who happened to ask first. */
  ask: Pick<GraphHttpRequest, 'method' | 'headers' | 'search' | 'body'>;
};

type Options = { schemaVersion: string; cacheability: Judge; variants: Variants };
type Operation = { query: string; variables: Record<string, unknown>; operationName: string | null };

/** Null for a request that is nobody else's business, or whose form is not plain: neither looked up nor kept. */
export function createQuestions({ schemaVersion, cacheability, variants }: Options): (request: GraphHttpRequest) => Question | null {
  return (request) => {
    const variant = variants(request.headers);
    const operation = variant && (request.method === 'POST' ? ofBody(request) : ofSearch(request));
    if (!operation) return null;
    const judged = cacheability(operation.query, operation.operationName);
    const asked = judged === 'never' ? null : canonical(operation.variables);
    if (judged === 'never' || asked === null) return null;
    const parts = [schemaVersion, variant.id, operation.operationName, asked, operation.query];
    return {
      key: createHash('sha256').update(JSON.stringify(parts)).digest('base64url'),
      cacheability: judged,
      variant,
      ask: askFor(operation, variant),
    };
  };
}

function askFor(operation: Operation, { contentType, locale, currency }: Variant): Question['ask'] {
  const headers = {
    'content-type': 'application/json',
    accept: contentType,
    'accept-language': locale,
    ...(currency && { 'x-currency': currency }),
  };
  return { method: 'POST', headers, search: '', body: { text: JSON.stringify(operation), json: operation } };
}

/** Extensions say nothing of what is asked: documents that they name have been put in before. */
const MEMBERS = new Set(['query', 'variables', 'operationName', 'extensions']);

function ofBody({ body }: GraphHttpRequest): Operation | null {
  const json = body?.json;
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  if (Object.keys(json).some((member) => !MEMBERS.has(member))) return null;
  return operationOf(json as Record<string, unknown>);
}

/** A GET that another site's page could send is left to the server's own check. */
function ofSearch({ method, headers, search }: GraphHttpRequest): Operation | null {
  const contentType = headers['content-type'];
  const isOurs = headers['apollo-require-preflight'] || headers['x-apollo-operation-name'] || contentType === 'application/json';
  if (method !== 'GET' || !isOurs || (contentType !== undefined && contentType !== 'application/json')) return null;
  const entries = [...new URLSearchParams(search)];
  const members = Object.fromEntries(entries);
  if (entries.some(([member]) => !MEMBERS.has(member)) || entries.length > Object.keys(members).length) return null;
  try {
    const read = (text: string | undefined) => (text === undefined ? null : (JSON.parse(text) as unknown));
    return operationOf({ ...members, variables: read(members.variables), extensions: read(members.extensions) });
  } catch {
    return null;
  }
}

function operationOf({ query, variables = null, operationName = null, extensions = null }: Record<string, unknown>): Operation | null {
  if (typeof query !== 'string' || query === '') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (!isRecordOrNull(variables) || !isRecordOrNull(extensions)) return null;
  return { query, variables: variables ?? {}, operationName };
}

const isRecordOrNull = (value: unknown): value is Record<string, unknown> | null => typeof value === 'object' && !Array.isArray(value);
