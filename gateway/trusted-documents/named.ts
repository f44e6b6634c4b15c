import type { GraphHttpRequest } from '../graph-answer.ts';

/** The document that a request names, and the one that it carries. `isApq`: named in the form of Apollo's protocol. */
export type Named = { hash: string; query: string | undefined; isApq: boolean };
type Unnamed = { hash: undefined; query: string | undefined };
type Members = Record<string, unknown>;

const HASH = /^(?:sha256:)?([0-9a-f]{64})$/;

/** By `id`, `documentId` or `extensions.persistedQuery`, in a body or in a search. Forms that others refuse are left to them. */
export function namedIn(request: GraphHttpRequest): Named | Unnamed | 'malformed' {
  const members = membersOf(request);
  if (members === 'malformed') return 'malformed';
  const query = typeof members.query === 'string' && members.query !== '' ? members.query : undefined;
  const extension = (members.extensions as Members | null | undefined)?.persistedQuery as Members | null | undefined;
  const isApq = extension !== undefined && extension !== null;
  if (isApq && extension.version !== 1) return 'malformed';
  const names = [members.documentId, members.id, isApq ? extension.sha256Hash : undefined].filter(
    (name) => name !== undefined && name !== null,
  );
  if (names.length === 0) return isApq ? 'malformed' : { hash: undefined, query };
  const hash = names.length === 1 && typeof names[0] === 'string' ? HASH.exec(names[0])?.[1] : undefined;
  return hash === undefined ? 'malformed' : { hash, query, isApq };
}

function membersOf({ method, body, search }: GraphHttpRequest): Members | 'malformed' {
  if (method === 'POST') return isRecord(body?.json) ? body.json : {};
  const members = Object.fromEntries(new URLSearchParams(search));
  if (members.extensions === undefined) return members;
  try {
    const extensions = JSON.parse(members.extensions) as unknown;
    return { ...members, extensions: isRecord(extensions) ? extensions : undefined };
  } catch {
    return 'malformed';
  }
}

const isRecord = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The same request with the document in it. A plain GET of a trusted one is let through where others need a header that no other
 * site's page can send: it can only read what anybody may, and was written by the shop.
 */
export function withDocument(request: GraphHttpRequest, query: string, { isTrusted }: { isTrusted: boolean }): GraphHttpRequest {
  if (request.method === 'POST') {
    const { id: _, documentId: __, extensions, ...rest } = request.body!.json as Members;
    const { persistedQuery: ___, ...others } = (extensions ?? {}) as Members;
    const json = { ...rest, query, ...(Object.keys(others).length > 0 && { extensions: others }) };
    return { ...request, body: { text: JSON.stringify(json), json }, ...(isTrusted && { sent: request.body!.text }) };
  }
  const search = new URLSearchParams(request.search);
  for (const member of ['id', 'documentId', 'extensions']) search.delete(member);
  search.set('query', query);
  const headers = isTrusted ? { ...request.headers, 'apollo-require-preflight': 'trusted' } : request.headers;
  return { ...request, headers, search: `?${search}`, ...(isTrusted && { sent: request.search }) };
}
